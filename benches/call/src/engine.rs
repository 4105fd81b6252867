//! The engine without a network: a provider that answers at once.

use std::alloc::System;
use std::error::Error;

use driftless::dialect::OpenAiSchema;
use driftless::provider::{BoxFuture, Facts, Failure, Model, Provider, Reply, Request};
use driftless::{Plan, Price, decode};
use stats_alloc::{Region, StatsAlloc};

use crate::contract::{self, Order, ReadOrder, mail};
use crate::sample::{Samples, median, timed};

const CALLS: usize = 20_000;

#[derive(Debug)]
struct AtOnce(String);

impl Provider for AtOnce {
    fn name(&self) -> &str {
        "at-once"
    }

    fn base_url(&self) -> &str {
        ""
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let mut facts = Facts::default();
            facts.served_model = Some(request.model.to_owned());
            Ok(Reply::new(self.0.as_str(), facts))
        })
    }
}

/// Prints what a call costs besides the network and the provider, and what of that is decoding.
pub async fn measure(allocator: &'static StatsAlloc<System>) -> Result<(), Box<dyn Error>> {
    let document = contract::document();
    let model = Model::<OpenAiSchema>::new(AtOnce(document.clone()), contract::MODEL).price(Price::free());
    let plan = Plan::<ReadOrder>::primary(model).build()?;
    let (mut calls, mut decodes, mut serde) = (Samples::default(), Samples::default(), Samples::default());
    for _ in 0..CALLS {
        let (answer, spent) = timed(plan.call(mail())).await;
        answer?;
        calls.push(spent);
        let (answer, spent) = timed(async { decode::<Order>(&document) }).await;
        answer?;
        decodes.push(spent);
        let (answer, spent) = timed(async { serde_json::from_str::<Order>(&document) }).await;
        answer?;
        serde.push(spent);
    }
    let region = Region::new(allocator);
    plan.call(mail()).await?;
    let of_call = region.change();
    let region = Region::new(allocator);
    decode::<Order>(&document)?;
    let of_decode = region.change();
    println!("the engine without a network, {CALLS} calls; answer of {} bytes; medians", document.len());
    println!("  call    {calls}, {} allocations", of_call.allocations);
    println!("  decode  {decodes}, {} allocations (serde_json::from_str, no rules: {:.1} µs)", of_decode.allocations, median(&serde.wall));
    println!("  besides decoding: {:.1} µs, {} allocations", median(&calls.wall) - median(&decodes.wall), of_call.allocations - of_decode.allocations);
    Ok(())
}
