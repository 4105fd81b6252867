//! A project as the README's first example and its section on the command line have it, with a plan
//! that reads its keys from the environment.
#![forbid(unsafe_code)]
#![allow(
    dead_code,
    reason = "found by the command line, which reads documents and never a value's fields"
)]

use std::error::Error;
use std::process::ExitCode;

use driftless::provider::OpenAi;
use driftless::{Contract, Plan, Prompt};

/// How soon somebody must look.
#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Severity {
    Low,
    Medium,
    High,
}

/// What the on-call engineer must know about one support ticket.
#[derive(Debug, Contract)]
struct Triage {
    /// One sentence, present tense, no customer names.
    #[contract(length(1..=160))]
    summary: String,
    /// How soon somebody must look.
    severity: Severity,
    /// Refund that the customer asked for, in US dollars; null when none.
    #[contract(range(0.0..=10_000.0))]
    refund_usd: Option<f64>,
    /// Products that the ticket names, in its own words.
    #[contract(length(..=8), unique)]
    products: Vec<String>,
}

/// Triage one ticket.
#[derive(Prompt)]
#[prompt(output = Triage, system = "You triage support tickets.", user = "Ticket:\n{ticket}")]
struct TriageTicket<'a> {
    ticket: &'a str,
}

fn triage_plan() -> Result<Plan<TriageTicket<'static>>, Box<dyn Error>> {
    let model = OpenAi::from_env()?.model("gpt-6.1-terra");
    Ok(Plan::primary(model).build()?)
}

driftless::rehearse!(triage_plan);

fn main() -> ExitCode {
    driftless::cli::main()
}
