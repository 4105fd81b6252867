//! Aggregators: what they are asked, and who is said to have served.

mod openrouter;
mod recorded;
mod requests;
mod verdicts;

use driftless::dialect::Dialect;
use driftless::provider::Model;
use driftless::receipt::Attempt;
use driftless::{Ask, Contract, Plan, Price, usd};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};

#[derive(Debug, Contract)]
struct Invoice {
    invoice_id: String,
    total_cents: u32,
}

const GOOD: &str = r#"{\"invoice_id\":\"INV-1\",\"total_cents\":1234}"#;

/// A whole answer that names `model`; `more` are further members.
fn chat(model: &str, more: &str) -> String {
    format!(
        r#"{{"model":"{model}","choices":[{{"message":{{"content":"{GOOD}"}},"finish_reason":"stop"}}]{more}}}"#
    )
}

/// Calls the model that `make` sets up, which is answered with these bytes; gives the attempt's
/// record.
async fn attempt<D: Dialect>(bytes: Vec<u8>, make: impl FnOnce(&str) -> Model<D>) -> Attempt {
    let server = Loopback::start([Exchange::any(Act::SendAndClose(bytes))]).await;
    let price = Price::per_million(usd("1").unwrap(), usd("5").unwrap());
    let plan = Plan::<Ask<Invoice>>::primary(make(&server.url()).price(price))
        .build()
        .expect("a plan");
    let outcome = within(plan.call(Ask::new("Extract the invoice as JSON."))).await;
    server.finish();
    let mut receipt = match outcome {
        Ok(answer) => answer.receipt,
        Err(error) => error.receipt().clone(),
    };
    assert_eq!(receipt.attempts.len(), 1, "{receipt}");
    receipt.attempts.pop().expect("one attempt")
}

/// Judges an answer of status 200 with these headers.
async fn judged<D: Dialect>(
    headers: &[(&str, &str)],
    body: &str,
    make: impl FnOnce(&str) -> Model<D>,
) -> Attempt {
    let mut all = vec![("content-type", "application/json")];
    all.extend(headers);
    attempt(answer(200, &all, body), make).await
}
