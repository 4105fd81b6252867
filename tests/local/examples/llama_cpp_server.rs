//! Calls llama.cpp's server through `provider::Compatible`, beside the embedded model on the same
//! weights; run by `tests/oracles/llama_cpp/run.sh`.
//!
//! That server holds a forced tool call to its schema, ignores rules in JSON mode, and fails on
//! native schemas: each must come out as what it is.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a check run by hand fails loudly and prints what it saw"
)]

use std::time::Duration;

use driftless::dialect::Dialect;
use driftless::provider::{Compatible, Model};
use driftless::{Contract, FailureClass, Plan, Price, Prompt};
use driftless_local::Local;

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Severity {
    Low,
    Medium,
    High,
}

#[derive(Debug, Contract)]
struct Triage {
    /// One sentence. Without a length: the form of a strict tool can't carry it, so this server
    /// wouldn't hold it.
    summary: String,
    severity: Severity,
    urgent: bool,
}

#[derive(Prompt)]
#[prompt(output = Triage, system = "You triage support tickets of a web shop.", user = "Ticket:\n{ticket}")]
struct Ticket<'a> {
    ticket: &'a str,
}

const TICKETS: [&str; 3] = [
    "The checkout page has been down for all 1200 customers since noon.",
    "I was charged twice for my October invoice. Please refund one of them.",
    "Could you add a dark theme some day? Not urgent.",
];

type Outcome = Result<Triage, FailureClass>;

async fn ask<D: Dialect>(model: Model<D>, limit: u32, ticket: &str) -> Outcome {
    let model = model
        .temperature(0.0)
        .max_output_tokens(limit)
        .timeout(Duration::from_secs(300));
    let plan = Plan::<Ticket<'_>>::primary(model).build().unwrap();
    match plan.call(Ticket { ticket }).await {
        Ok(answer) => Ok(answer.value),
        Err(error) => {
            println!("  {}: {error}", error.class());
            if let Some(drift) = error.drift() {
                println!("{drift}");
            }
            Err(error.class())
        }
    }
}

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    let server = || Compatible::at(&url).model("smollm2").price(Price::free());
    let local = Local::from_env().unwrap();
    for ticket in TICKETS {
        println!("> {ticket}");
        let tool = ask(server().strict_tool(), 200, ticket).await;
        println!("  its tool call:  {:?}", tool.unwrap());
        let own = ask(local.model(), 200, ticket).await;
        println!("  in the process: {:?}", own.unwrap());
        let json = ask(server().json_mode(), 200, ticket).await;
        println!("  its JSON mode:  {json:?}");
        assert!(
            matches!(
                json,
                Ok(_) | Err(FailureClass::Drifted | FailureClass::Truncated)
            ),
            "an answer that nothing constrains is taken or refused as one"
        );
    }
    println!("> a native schema, which this server fails on");
    let schema = ask(server(), 200, TICKETS[0]).await;
    assert_eq!(schema.unwrap_err(), FailureClass::ServerError);
    println!("> an output limit within the answer");
    let cut = ask(server().strict_tool(), 6, TICKETS[0]).await;
    // In a stream, this server says that a tool call that it cut off is complete.
    assert!(matches!(
        cut.unwrap_err(),
        FailureClass::Truncated | FailureClass::Drifted
    ));
    println!("> more than its context");
    // In a stream, this server breaks off without a word.
    let whole = Compatible::at(&url)
        .unary()
        .model("smollm2")
        .price(Price::free());
    let long = ask(whole.strict_tool(), 50, &"word ".repeat(4000)).await;
    assert_eq!(long.unwrap_err(), FailureClass::ContextExceeded);
    println!(
        "llama.cpp's server and the embedded model were both called; every answer was taken or refused as what it is"
    );
}
