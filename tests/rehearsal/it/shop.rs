//! Contracts and providers that several tests share.

use std::time::Duration;

use driftless::budget::Budget;
use driftless::plan::PlanBuilder;
use driftless::provider::{Anthropic, OpenAi};
use driftless::retry::Retry;
use driftless::{Contract, Evidence, Plan, Prompt, When, usd};

#[derive(Debug, PartialEq, Contract)]
#[contract(rename_all = "snake_case")]
pub(crate) enum Currency {
    Usd,
    Eur,
}

#[derive(Debug, PartialEq, Contract)]
pub(crate) struct Customer {
    pub(crate) name: String,
    #[contract(format = "email")]
    pub(crate) email: String,
}

#[derive(Debug, PartialEq, Contract)]
pub(crate) struct Line {
    #[contract(pattern = "^[A-Z]-[0-9]{1,4}$")]
    pub(crate) sku: String,
    #[contract(range(1..=99))]
    pub(crate) pieces: u32,
}

/// An order with something of everything.
#[derive(Debug, PartialEq, Contract)]
pub(crate) struct Order {
    pub(crate) reference: String,
    pub(crate) customer: Customer,
    pub(crate) total_cents: i64,
    pub(crate) currency: Currency,
    pub(crate) lines: Vec<Line>,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Prompt)]
#[prompt(output = Order, user = "{text}")]
pub(crate) struct ReadOrder<'a> {
    pub(crate) text: &'a str,
}

/// Where nobody listens, so that a request that isn't redirected fails. Port 9 is `discard`, which
/// no machine of today serves.
pub(crate) const NOBODY: &str = "http://127.0.0.1:9";

/// The plan of the documentation: a fallback, a retry, limits, a budget.
pub(crate) fn builder() -> PlanBuilder<ReadOrder<'static>> {
    let primary = OpenAi::new("sk-a-real-key-of-the-user")
        .base_url(NOBODY)
        .model("gpt-6.1-terra")
        .max_output_tokens(500)
        .first_token(Duration::from_secs(3))
        .stall(Duration::from_secs(2))
        .timeout(Duration::from_secs(6));
    let fallback = Anthropic::new("sk-ant-a-real-key-of-the-user")
        .base_url(NOBODY)
        .model("claude-haiku-4-5")
        .max_output_tokens(500)
        .timeout(Duration::from_secs(8))
        .expected(Duration::from_secs(2));
    let hour = Duration::from_secs(3600);
    let budget = Budget::builder()
        .per(hour, usd("5.00").unwrap())
        .fallback_per(hour, usd("1.00").unwrap())
        .build()
        .unwrap();
    Plan::primary(primary)
        .fallback(
            fallback,
            When::RATE_LIMITED | When::UNAVAILABLE | When::TIMED_OUT,
            Evidence::vouched("compared by hand on 50 orders"),
        )
        .retry(Retry::up_to(1))
        .repair(1)
        .deadline(Duration::from_secs(20))
        .ceiling(usd("0.20").unwrap())
        .budget(&budget)
}
