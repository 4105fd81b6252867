//! `abort_early`: an answer is dropped at the first byte from which no end fits its contract.

use std::time::Duration;

use driftless::plan::PlanBuilder;
use driftless::provider::{Anthropic, Gemini, OpenAi};
use driftless::receipt::{AttemptKind, Receipt};
use driftless::{Ask, Contract, FailureClass, Plan, Price, ViolationKind, usd};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::stream::{events, frame};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::provider::paid_body;

#[derive(Debug, PartialEq, Contract)]
struct Line {
    sku: String,
    #[contract(range(1..=99))]
    pieces: u32,
}

pub(super) const APIS: [&str; 5] = ["responses", "chat", "anthropic", "tool", "gemini"];
const GOOD: &str = r#"{"sku":"K-1","pieces":12}"#;
/// No key begins with `pr`.
const WRONG: &str = r#"{"sku":"K-1","pr"#;

pub(super) fn form(api: &str) -> &str {
    if api == "tool" { "anthropic" } else { api }
}

fn plan(api: &str, server: &Loopback) -> PlanBuilder<Ask<Line>> {
    let url = server.url();
    let anthropic = || Anthropic::new("key").base_url(&url).model("model-1");
    let price = || Price::per_million(usd("1").unwrap(), usd("5").unwrap());
    match api {
        "responses" => {
            let model = OpenAi::new("key").base_url(&url).model("model-1");
            Plan::primary(model.max_output_tokens(500).price(price()))
        }
        "chat" => {
            let model = OpenAi::new("key").base_url(&url).chat().model("model-1");
            Plan::primary(model.max_output_tokens(500).price(price()))
        }
        "anthropic" => Plan::primary(anthropic().max_output_tokens(500).price(price())),
        "tool" => {
            let model = anthropic().strict_tool();
            Plan::primary(model.max_output_tokens(500).price(price()))
        }
        _ => {
            let model = Gemini::new("key").base_url(&url).model("model-1");
            Plan::primary(model.max_output_tokens(500).price(price()))
        }
    }
}

/// The events of an answer that says `text`, its end included.
fn said(api: &str, text: &str) -> Vec<String> {
    said_by(api, "Line", text)
}

/// Returns the events of an answer of a contract that is called `contract`.
pub(super) fn said_by(api: &str, contract: &str, text: &str) -> Vec<String> {
    let escaped = json!(text).to_string();
    let inner = &escaped[1..escaped.len() - 1];
    let body: Value = serde_json::from_str(&paid_body(form(api), inner)).unwrap();
    let mut events = events(form(api), &body);
    if api == "tool" {
        for event in &mut events {
            let mut told: Value = serde_json::from_str(event).unwrap();
            if told["type"] == "content_block_start" {
                told["content_block"] =
                    json!({"type": "tool_use", "id": "t1", "name": contract, "input": {}});
            }
            if told["delta"]["type"] == "text_delta" {
                let piece = told["delta"]["text"].take();
                told["delta"] = json!({"type": "input_json_delta", "partial_json": piece});
            }
            if told["delta"]["stop_reason"].is_string() {
                told["delta"]["stop_reason"] = "tool_use".into();
            }
            *event = told.to_string();
        }
    }
    events
}

fn whole(api: &str, text: &str) -> Act {
    let kind = [("content-type", "text/event-stream")];
    Act::Send(answer(200, &kind, frame(form(api), &said(api, text))))
}

/// Says `text`, and nothing more until the client hangs up.
fn unended(api: &str, text: &str) -> Act {
    let mut events = said(api, text);
    let end = match api {
        "responses" => 2,
        "gemini" => 1,
        _ => 3,
    };
    events.truncate(events.len() - end);
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
    let bytes = format!("{head}{}", frame(form(api), &events)).into_bytes();
    Act::InTurn(vec![Act::Send(bytes), Act::Hang])
}

pub(super) async fn hung_up(server: &Loopback) -> bool {
    for _ in 0..200 {
        if server.hung_up() > 0 {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

#[tokio::test]
async fn an_answer_is_dropped_at_the_byte_that_no_end_fits_and_repaired() {
    for api in APIS {
        let script = [unended(api, WRONG), whole(api, GOOD)];
        let server = Loopback::start(script.map(Exchange::any)).await;
        let plan = plan(api, &server).repair(1).abort_early().build().unwrap();
        let answer = timeout(Duration::from_secs(20), plan.call(Ask::new("x"))).await;
        let answer = answer.unwrap_or_else(|_| panic!("{api} waits")).unwrap();
        assert_eq!(answer.value.pieces, 12, "{api}");
        assert!(hung_up(&server).await, "{api}: the connection stays open");
        let [first, second] = &answer.receipt.attempts[..] else {
            panic!("{api}: {}", answer.receipt);
        };
        assert_eq!(first.failure, Some(FailureClass::Drifted), "{api}");
        assert_eq!(first.stopped_at, Some(WRONG.len()), "{api}");
        assert_eq!(first.violations, 1, "{api}");
        assert!(first.cost_unknown(), "{api}");
        assert_eq!(second.kind, AttemptKind::Repair, "{api}");
        assert_eq!(second.stopped_at, None, "{api}");
        let shown = answer.receipt.to_string();
        let line = format!("stopped  at byte {} of the answer", WRONG.len());
        assert!(shown.contains(&line), "{shown}");
        let read: Receipt =
            serde_json::from_str(&serde_json::to_string(&answer.receipt).unwrap()).unwrap();
        assert_eq!(read.attempts[0].stopped_at, Some(WRONG.len()), "{api}");
        server.finish();
    }
}

#[tokio::test]
async fn without_repair_it_ends_as_drift_and_the_worst_case_is_booked() {
    for api in APIS {
        let server = Loopback::start([Exchange::any(unended(api, WRONG))]).await;
        let plan = plan(api, &server).ceiling(usd("1").unwrap()).abort_early();
        let error = timeout(
            Duration::from_secs(20),
            plan.build().unwrap().call(Ask::new("x")),
        )
        .await
        .unwrap_or_else(|_| panic!("{api} waits"))
        .expect_err(api);
        assert_eq!(error.class(), FailureClass::Drifted, "{api}");
        let drift = error.drift().unwrap();
        assert_eq!(drift.text(), WRONG, "{api}");
        assert_eq!(
            drift.violations()[0].kind(),
            ViolationKind::UnknownKey,
            "{api}"
        );
        let attempt = &error.receipt().attempts[0];
        assert!(attempt.reserved.is_some(), "{api}");
        assert_eq!(attempt.booked, attempt.reserved, "{api}");
        server.finish();
    }
}

#[tokio::test]
async fn what_may_still_fit_is_waited_for() {
    for api in APIS {
        let text = &WRONG[..WRONG.len() - 1];
        let server = Loopback::start([Exchange::any(unended(api, text))]).await;
        let plan = plan(api, &server).abort_early().build().unwrap();
        let waited = timeout(Duration::from_millis(300), plan.call(Ask::new("x"))).await;
        assert!(waited.is_err(), "{api}: {waited:?}");
        server.finish();
    }
}

#[tokio::test]
async fn answers_that_fit_are_what_they_are_without_it() {
    for api in APIS {
        let server = Loopback::start([Exchange::any(whole(api, GOOD))]).await;
        let plan = plan(api, &server).abort_early().build().unwrap();
        let answer = plan.call(Ask::new("x")).await.unwrap();
        assert_eq!(answer.value.sku, "K-1", "{api}");
        assert_eq!(answer.receipt.attempts[0].stopped_at, None, "{api}");
        assert!(!answer.receipt.attempts[0].cost_unknown(), "{api}");
        server.finish();
    }
}

#[tokio::test]
async fn without_asking_for_it_nothing_is_dropped() {
    for api in APIS {
        let server = Loopback::start([Exchange::any(unended(api, WRONG))]).await;
        let plan = plan(api, &server).build().unwrap();
        let waited = timeout(Duration::from_millis(300), plan.call(Ask::new("x"))).await;
        assert!(waited.is_err(), "{api}: {waited:?}");
        server.finish();
    }
}
