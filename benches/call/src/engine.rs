//! The engine without a network: a provider that answers at once.

use std::error::Error;
use std::time::Duration;

use driftless::budget::Budget;
use driftless::dialect::OpenAiSchema;
use driftless::provider::{BoxFuture, Failure, Model, Provider, Reply, Request, Turn, Usage};
use driftless::retry::Retry;
use driftless::{Evidence, Plan, Price, When, decode, usd};

use crate::allocated::allocated;
use crate::contract::{self, Order, ReadOrder, mail};
use crate::sample::{Samples, median, timed};

const CALLS: usize = 20_000;

#[derive(Debug)]
pub struct AtOnce(pub String);

impl Provider for AtOnce {
    fn name(&self) -> &str {
        "at-once"
    }

    fn base_url(&self) -> &str {
        ""
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let mut usage = Usage::default();
            (usage.input, usage.output) = (412, 530);
            request.recorder().update(|metadata| {
                metadata.served_model = Some(request.model.to_owned());
                metadata.usage = Some(usage);
            });
            Ok(Reply::new(self.0.as_str()))
        })
    }
}

/// A plan with everything on: fallback, budget, ceilings, breakers, retries, deadline.
fn full(document: &str) -> Result<Plan<ReadOrder<'static>>, Box<dyn Error>> {
    let model = |id: &str| {
        let price = Price::per_million(usd("1")?, usd("5")?);
        Ok::<_, Box<dyn Error>>(
            Model::<OpenAiSchema>::new(AtOnce(document.to_owned()), id)
                .price(price)
                .max_output_tokens(1000),
        )
    };
    let budget = Budget::builder()
        .per(Duration::from_secs(3600), usd("1000000")?)
        .build()?;
    Ok(Plan::primary(model(contract::MODEL)?)
        .fallback(
            model("another")?,
            When::DEFAULT,
            Evidence::vouched("a benchmark"),
        )
        .budget(&budget)
        .ceiling(usd("1")?)
        .fallback_allowance(usd("0.5")?)
        .retry(Retry::up_to(2))
        .deadline(Duration::from_secs(60))
        .production()
        .build()?)
}

/// Prints what the engine adds to the bare call of the provider and the decoding of its answer,
/// with everything on.
async fn overhead() -> Result<(), Box<dyn Error>> {
    let document = contract::document();
    let plan = full(&document)?;
    let adapter = AtOnce(document.clone());
    let adapted = driftless::dialect::adapt(
        <Order as driftless::Contract>::SHAPE,
        <OpenAiSchema as driftless::dialect::Dialect>::TABLE,
    )
    .map_err(|_| "a dialect that can't carry it")?;
    let turns = [Turn::user("the mail")];
    let request = Request::new(contract::MODEL, &turns, &adapted.form);
    let (mut calls, mut bare) = (Samples::default(), Samples::default());
    for _ in 0..CALLS {
        let (answer, spent) = timed(plan.call(mail())).await;
        answer?;
        calls.push(spent);
        let (answer, spent) = timed(async {
            decode::<Order>(
                &adapter
                    .send(&request)
                    .await
                    .map_err(|failure| failure.to_string())?
                    .text,
            )
            .map_err(|drift| drift.to_string())
        })
        .await;
        answer?;
        bare.push(spent);
    }
    let (answer, of_call) = allocated(plan.call(mail())).await;
    answer?;
    println!(
        "everything on (fallback, budget, ceilings, breakers, retries, receipt), {CALLS} calls each, interleaved; medians"
    );
    println!("  bare adapter and decode  {bare}");
    println!(
        "  plan.call                {calls}, {} allocations, {} bytes",
        of_call.count, of_call.bytes
    );
    println!(
        "  the engine adds {:.1} µs (goal: <= 10)",
        median(&calls.wall) - median(&bare.wall)
    );
    Ok(())
}

/// Never answers.
#[derive(Debug)]
struct Never;

impl Provider for Never {
    fn name(&self) -> &str {
        "never"
    }

    fn base_url(&self) -> &str {
        ""
    }

    fn send<'a>(&'a self, _: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(std::future::pending())
    }
}

/// Prints what a call in flight holds, with ten thousand of them on one core.
async fn in_flight() -> Result<(), Box<dyn Error>> {
    const MANY: usize = 10_000;
    let price = Price::per_million(usd("1")?, usd("5")?);
    let model = Model::<OpenAiSchema>::new(Never, "never")
        .price(price)
        .max_output_tokens(1000);
    let budget = Budget::builder().lifetime(usd("1000000")?).build()?;
    let plan = Plan::<ReadOrder>::primary(model)
        .budget(&budget)
        .deadline(Duration::from_secs(600))
        .production()
        .build()?;
    let begun = async {
        let calls: Vec<_> = (0..MANY).map(|_| tokio::spawn(plan.call(mail()))).collect();
        while budget.open_leases() < MANY {
            tokio::task::yield_now().await;
        }
        calls
    };
    let ((calls, took), of) = allocated(timed(begun)).await;
    println!(
        "{MANY} calls in flight on one core: {} bytes each, {:.1} µs to begin each",
        of.held / MANY as u64,
        took.0 / 1e4
    );
    calls.iter().for_each(|call| call.abort());
    for call in calls {
        let _cancelled = call.await;
    }
    assert_eq!(budget.open_leases(), 0);
    Ok(())
}

/// Prints what a call costs besides the network and the provider, and what of that is decoding.
pub async fn measure() -> Result<(), Box<dyn Error>> {
    let document = contract::document();
    let model =
        Model::<OpenAiSchema>::new(AtOnce(document.clone()), contract::MODEL).price(Price::free());
    let plan = Plan::<ReadOrder>::primary(model).build()?;
    let (mut calls, mut decodes, mut serde) =
        (Samples::default(), Samples::default(), Samples::default());
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
    let (answer, of_call) = allocated(plan.call(mail())).await;
    answer?;
    let (answer, of_decode) = allocated(async { decode::<Order>(&document) }).await;
    answer?;
    println!(
        "the engine without a network, {CALLS} calls; answer of {} bytes; medians",
        document.len()
    );
    println!("  call    {calls}, {} allocations", of_call.count);
    println!(
        "  decode  {decodes}, {} allocations (serde_json::from_str, no rules: {:.1} µs)",
        of_decode.count,
        median(&serde.wall)
    );
    println!(
        "  besides decoding: {:.1} µs, {} allocations",
        median(&calls.wall) - median(&decodes.wall),
        of_call.count - of_decode.count
    );
    overhead().await?;
    in_flight().await
}
