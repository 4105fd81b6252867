//! A user's own program: a prompt, a model of its own on the server that the test names, and the
//! command line.
#![forbid(unsafe_code)]
#![allow(
    dead_code,
    reason = "found by the command line, which never reads a value's fields"
)]

use std::process::ExitCode;
use std::time::Duration;

use driftless::cli::Program;
use driftless::provider::Compatible;
use driftless::{Contract, Price, Prompt, usd};

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Severity {
    Low,
    High,
}

#[derive(Debug, Contract)]
struct Triage {
    severity: Severity,
    refund_usd: Option<u32>,
}

/// Triages one ticket.
#[derive(Debug, Prompt)]
#[prompt(output = Triage, user = "{ticket}")]
struct TriageTicket<'a> {
    ticket: &'a str,
}

fn main() -> ExitCode {
    let url =
        std::env::var("VENDOR_URL").unwrap_or_else(|_none| "http://127.0.0.1:9/v1".to_owned());
    let dollar = usd("1").unwrap_or(driftless::Usd::ZERO);
    let mut program = Program::new();
    for name in ["perfect", "other"] {
        let model = Compatible::at(&url)
            .model(name)
            .price(Price::per_million(dollar, dollar))
            .max_output_tokens(50)
            .timeout(Duration::from_secs(60));
        program = program.model(format!("mine/{name}"), model);
    }
    program.main()
}
