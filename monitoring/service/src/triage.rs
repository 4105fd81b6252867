//! The service's own work: tickets are triaged, and their mood is read behind a gateway.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use driftless::breaker::{BreakerPolicy, Breakers};
use driftless::budget::Budget;
use driftless::provider::{Anthropic, Compatible, OpenAi};
use driftless::receipt_log::ReceiptLog;
use driftless::rehearsal::Server;
use driftless::{Ask, Contract, Evidence, Plan, Price, Prompt, When, usd};

use crate::stage::Stage;
use crate::telemetry;

pub const PRIMARY: &str = "gpt-6.1-terra";
pub const FALLBACK: &str = "claude-haiku-4-5";
pub const GATEWAY: &str = "house-model";

/// One ticket, as the on-call engineer needs it.
#[derive(Debug, Contract)]
pub struct Triage {
    /// `true` if somebody must look today.
    pub urgent: bool,
    /// Refund that the customer asked for, in US dollars; null when none.
    pub refund_usd: Option<u32>,
}

/// Triages one ticket.
#[derive(Prompt)]
#[prompt(output = Triage, system = "You triage support tickets.", user = "{ticket}")]
pub struct TriageTicket<'a> {
    pub ticket: &'a str,
}

/// The mood of a ticket.
#[derive(Debug, Contract)]
pub struct Mood {
    /// `true` if the customer is glad.
    pub glad: bool,
}

pub struct Plans {
    pub triage: Plan<TriageTicket<'static>>,
    pub mood: Plan<Ask<Mood>>,
}

pub fn openai(vendors: &Server) -> OpenAi {
    OpenAi::new("no-key-needed").base_url(vendors.openai_base_url())
}

pub fn anthropic(vendors: &Server) -> Anthropic {
    Anthropic::new("no-key-needed").base_url(vendors.anthropic_base_url())
}

/// Builds the plans. A budget and breakers have names and policies of their own, and every receipt
/// goes to `receipts` as well.
pub fn plans(stage: &Stage, window: Duration, receipts: &Path) -> Result<Plans, Box<dyn Error>> {
    let vendors = &stage.vendors;
    let budget = Budget::builder()
        .name("tickets")
        .per(window, usd("2")?)
        .build()?;
    let policy = BreakerPolicy::default()
        .window(5, Duration::from_secs(1))
        .min_calls(5)
        .pauses(Duration::from_secs(2), Duration::from_secs(10));
    let triage = Plan::primary(openai(vendors).model(PRIMARY).max_output_tokens(200))
        .fallback(
            anthropic(vendors).model(FALLBACK).max_output_tokens(200),
            When::RATE_LIMITED | When::UNAVAILABLE | When::OVERLOADED,
            // A program embeds its lock while compiling: `driftless::lock!()`.
            Evidence::qualified(stage.lock),
        )
        .repair(1)
        .deadline(Duration::from_secs(10))
        .budget(&budget)
        .breakers(&Breakers::new(policy)?)
        .catalogue(stage.catalogue.clone())
        .observe(ReceiptLog::builder().open(receipts)?)
        .count_by(["feature"])
        .production()
        .build()?;
    let gateway = Compatible::at(vendors.openai_base_url());
    let mood = Plan::primary(gateway.model(GATEWAY).price(Price::free()))
        .trace_context(telemetry::here)
        .build()?;
    Ok(Plans { triage, mood })
}
