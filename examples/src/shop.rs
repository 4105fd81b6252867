//! Contracts that several examples share, found by the `contracts` program without being listed.

use driftless::{Contract, Prompt};

/// How soon somebody must look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Contract)]
#[contract(rename_all = "snake_case")]
pub enum Severity {
    /// Within a week.
    Low,
    /// Within a day.
    Medium,
    /// Now.
    High,
}

/// What the on-call engineer must know about one support ticket.
#[derive(Debug, Clone, PartialEq, Contract)]
pub struct Triage {
    /// One sentence, present tense, no customer names.
    #[contract(length(1..=160))]
    pub summary: String,
    /// How soon somebody must look.
    pub severity: Severity,
    /// Refund that the customer asked for, in US dollars; null when none.
    #[contract(range(0.0..=10_000.0))]
    pub refund_usd: Option<f64>,
    /// Names of products, as in the catalogue.
    #[contract(length(..=8), unique)]
    pub products: Vec<String>,
}

/// Triages one ticket.
#[derive(Debug, Prompt)]
#[prompt(output = Triage, system = "You triage support tickets.", user = "Ticket:\n{ticket}")]
pub struct TriageTicket<'a> {
    /// What the customer wrote.
    pub ticket: &'a str,
}
