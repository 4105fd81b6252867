//! Servers, models, plans and budgets of the tests on money.

use std::fmt::Write as _;

use driftless::budget::Budget;
use driftless::dialect::Dialect;
use driftless::plan::{PlanBuilder, SystemClock};
use driftless::provider::{Anthropic, Compatible, Gemini, Model, OpenRouter};
use driftless::receipt::Attempt;
use driftless::{Ask, Contract, Plan, Price, Usd, usd};
use driftless_tests::loopback::{Loopback, answer};

#[derive(Debug, Clone, PartialEq, Contract)]
pub(super) struct Pick {
    city: String,
    n: u8,
}

pub(super) type Asks = Ask<Pick>;

pub(super) fn amount(text: &str) -> Usd {
    usd(text).unwrap()
}

pub(super) fn price() -> Price {
    Price::per_million(amount("1"), amount("5"))
}

pub(super) fn budget(most: &str) -> Budget {
    Budget::builder().lifetime(amount(most)).build().unwrap()
}

pub(super) fn spent(budget: &Budget) -> Usd {
    budget.standing(&SystemClock::default())[0].spent
}

pub(super) fn compatible(server: &Loopback) -> Model<driftless::dialect::OpenAiSchema> {
    Compatible::at(format!("{}/v1", server.url()))
        .model("m-1")
        .price(price())
        .max_output_tokens(4000)
}

pub(super) fn open_router(server: &Loopback) -> Model<driftless::dialect::OpenAiSchema> {
    OpenRouter::new("canary-key-4711")
        .base_url(format!("{}/v1", server.url()))
        .model("a/b")
        .price(price())
        .max_output_tokens(4000)
}

pub(super) fn anthropic(server: &Loopback) -> Model<driftless::dialect::AnthropicSchema> {
    Anthropic::new("canary-key-4711")
        .base_url(server.url())
        .model("claude-x")
        .price(price())
        .max_output_tokens(4000)
}

pub(super) fn gemini(server: &Loopback) -> Model<driftless::dialect::GeminiSchema> {
    Gemini::new("canary-key-4711")
        .base_url(server.url())
        .model("gemini-x")
        .price(price())
        .max_output_tokens(4000)
}

pub(super) fn stream(body: &str) -> Vec<u8> {
    answer(200, &[("content-type", "text/event-stream")], body)
}

/// The head and the beginning of a stream that goes on.
pub(super) fn begun(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n{body}")
        .into_bytes()
}

/// A Chat Completions stream that ends with these usage members.
pub(super) fn chat(model: &str, usage: &[&str]) -> String {
    let said = r#"{\"city\":\"Oslo\",\"n\":3}"#;
    let mut body = format!(
        "data: {{\"model\":\"{model}\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{said}\"}},\"finish_reason\":null}}]}}\n\n\
         data: {{\"model\":\"{model}\",\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"stop\"}}]}}\n\n"
    );
    for usage in usage {
        write!(
            body,
            "data: {{\"model\":\"{model}\",\"choices\":[],\"usage\":{usage}}}\n\n"
        )
        .unwrap();
    }
    body.push_str("data: [DONE]\n\n");
    body
}

pub(super) fn plan<D: Dialect>(model: Model<D>) -> PlanBuilder<Asks> {
    Plan::<Asks>::primary(model)
}

/// Returns the record of one call on a budget of its own.
pub(super) async fn one<D: Dialect>(model: Model<D>) -> (Attempt, Budget) {
    let budget = budget("10");
    let plan = plan(model).budget(&budget).build().unwrap();
    let receipt = match plan.call(Ask::new("Where?")).await {
        Ok(answer) => answer.receipt,
        Err(error) => error.into_receipt(),
    };
    (receipt.attempts[0].clone(), budget)
}
