//! Real gateways: that they swap models in silence, that our adapters forbid it, and that what
//! can't be forbidden is caught. `run.sh` starts them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail loudly"
)]

mod litellm;
mod portkey;

use driftless::dialect::Dialect;
use driftless::provider::{Model, Served};
use driftless::receipt::Attempt;
use driftless::{Ask, Contract, Plan, Price};
use driftless_tests::fixture::within;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Which of the upstream's models answered.
#[derive(Debug, Contract)]
struct Note {
    by: String,
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set; use tests/gateways/run.sh"))
}

/// Returns the answer, if the plan took it, and the attempt's record. With `anything`, the plan
/// takes an answer of any model.
async fn call<D: Dialect>(model: Model<D>, anything: bool) -> (Option<String>, Attempt) {
    let mut plan = Plan::<Ask<Note>>::primary(model.price(Price::free()));
    if anything {
        plan = plan
            .accept(Served::Substituted)
            .accept(Served::Unverifiable);
    }
    let plan = plan.build().expect("a plan");
    let (by, mut receipt) = match within(plan.call(Ask::new("Who are you? Answer as JSON."))).await
    {
        Ok(answer) => (Some(answer.value.by), answer.receipt),
        Err(error) => (None, error.receipt().clone()),
    };
    (by, receipt.attempts.pop().expect("an attempt"))
}

/// Which of the upstream's models were asked since the last look.
async fn hits() -> Vec<String> {
    let url = variable("DRIFTLESS_UPSTREAM");
    let host = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.expect("the upstream");
    let request = format!("GET /hits HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.expect("read");
    let (_, body) = reply.split_once("\r\n\r\n").expect("a body");
    serde_json::from_str(body).expect("a list")
}
