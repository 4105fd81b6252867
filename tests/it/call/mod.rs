//! Whole calls over a real loopback server: plan, request, answer, verdict, decode, receipt.

mod build;
mod failures;
mod narrowed;
mod runtimes;
mod served;
mod served_reported;
mod success;
mod texts;
mod tied;
mod wire_forms;

use std::time::Duration;

use driftless::provider::{Model, OpenAi};
use driftless::{Contract, Prompt, dialect};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use serde_json::json;

/// What the on-call engineer must know about one ticket.
#[derive(Debug, Clone, PartialEq, Contract)]
pub(super) struct Triage {
    /// One sentence.
    #[contract(length(1..=160))]
    pub(super) summary: String,
    pub(super) severity: Severity,
    /// In US dollars; null when none.
    #[contract(range(0.0..=10_000.0))]
    pub(super) refund_usd: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Contract)]
pub(super) enum Severity {
    Low,
    High,
}

#[derive(Debug, Prompt)]
#[prompt(output = Triage, system = "You triage.", user = "Ticket: {ticket}")]
pub(super) struct TriageTicket<'a> {
    pub(super) ticket: &'a str,
}

pub(super) const GOOD: &str =
    r#"{"summary":"Checkout is down","severity":"High","refund_usd":null}"#;

pub(super) fn good() -> Triage {
    Triage {
        summary: "Checkout is down".to_owned(),
        severity: Severity::High,
        refund_usd: None,
    }
}

/// A Chat Completions body whose message is `content`.
pub(super) fn chat(model: &str, content: &str) -> String {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content, "refusal": null}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    })
    .to_string()
}

/// The bytes of a 200 answer with `content` from the requested model.
pub(super) fn says(content: &str) -> Act {
    Act::Send(answer(
        200,
        &[
            ("content-type", "application/json"),
            ("x-request-id", "req_7"),
        ],
        chat("gpt-5.4-mini", content),
    ))
}

pub(super) async fn server(act: Act) -> Loopback {
    Loopback::start([Exchange::any(act)]).await
}

pub(super) fn model(server: &Loopback) -> Model<dialect::OpenAiSchema> {
    OpenAi::new("canary-key-4711")
        .base_url(format!("{}/v1", server.url()))
        .chat()
        .model("gpt-5.4-mini")
        .timeout(Duration::from_secs(30))
}
