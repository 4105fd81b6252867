//! A plan that several examples share, found by `contracts rehearse`.

use std::time::Duration;

use driftless::provider::{Anthropic, OpenAi};
use driftless::retry::Retry;
use driftless::{Evidence, Plan, When, usd};

use crate::shop::TriageTicket;

driftless::rehearse!(triage_plan);

/// Returns the plan of the models that may triage tickets.
///
/// # Errors
/// The plan is invalid.
pub fn triage_plan() -> Result<Plan<TriageTicket<'static>>, Box<dyn std::error::Error>> {
    // A program reads its keys from the environment, `OpenAi::from_env()?`; to rehearse it, any
    // value will do.
    let first = OpenAi::new("no-key-needed")
        .model("gpt-6.1-terra")
        .max_output_tokens(500)
        .first_token(Duration::from_secs(2))
        .stall(Duration::from_secs(1))
        .timeout(Duration::from_secs(4));
    let second = Anthropic::new("no-key-needed")
        .model("claude-haiku-4-5")
        .max_output_tokens(500)
        .timeout(Duration::from_secs(4))
        .expected(Duration::from_secs(2));
    let plan = Plan::primary(first)
        .fallback(
            second,
            When::RATE_LIMITED | When::UNAVAILABLE | When::TIMED_OUT,
            Evidence::vouched("compared by hand on 50 tickets"),
        )
        .retry(Retry::up_to(1))
        .deadline(Duration::from_secs(8))
        .ceiling(usd("0.05")?)
        .production()
        .build()?;
    Ok(plan)
}
