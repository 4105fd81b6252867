//! Prints the fingerprints of a prompt and of its contract, by which evidence is held; `run.sh`
//! compares them between targets.

use std::collections::BTreeMap;

use driftless::{Contract, Prompt};

#[derive(Contract)]
#[contract(rename_all = "snake_case")]
enum Severity {
    Low,
    High,
}

#[derive(Contract)]
#[contract(tag = "kind")]
enum Action {
    Reply { text: String },
    Forward { to: Vec<Severity> },
}

/// A ticket.
#[derive(Contract)]
struct Triage {
    /// One sentence.
    #[contract(length(1..=160), example = "The page is down.")]
    summary: String,
    severity: Severity,
    #[contract(range(0.0..=10_000.5))]
    refund: Option<f64>,
    #[contract(length(..=8), unique)]
    products: Vec<String>,
    counts: BTreeMap<String, u64>,
    #[contract(multiple_of = 5)]
    balance: i64,
    color: [u8; 3],
    #[contract(recursive)]
    parent: Option<Box<Triage>>,
    action: Action,
}

/// Triage one ticket.
#[derive(Prompt)]
#[prompt(output = Triage, system = "You triage.", user = "Ticket: {ticket}")]
struct TriageTicket<'a> {
    ticket: &'a str,
}

fn main() {
    println!("contract {}", Triage::fingerprint());
    println!("prompt {}", TriageTicket::prompt_fingerprint());
    println!("list {}", Vec::<Option<f64>>::fingerprint());
}
