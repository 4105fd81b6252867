//! A contract and its prompt, as a user has them.

use driftless::{Contract, Prompt};

/// How bad it is.
#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
pub enum Severity {
    Low,
    High,
}

/// A ticket.
#[derive(Debug, Contract)]
pub struct Triage {
    /// By the customer's own words.
    pub severity: Severity,
    pub refund_usd: Option<u32>,
}

/// Triages one ticket.
#[derive(Debug, Prompt)]
#[prompt(output = Triage, system = "You triage tickets.", user = "{ticket}")]
pub struct TriageTicket<'a> {
    pub ticket: &'a str,
}
