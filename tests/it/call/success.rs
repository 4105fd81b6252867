//! Calls that give a value.

use driftless::dialect::Dialect;
use driftless::prompt::Example;
use driftless::provider::{Anthropic, Compatible, Gemini, Model, OpenAi, Served};
use driftless::{Answer, Ask, Plan, Price, Prompt};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use serde_json::{Value, json};

use super::{GOOD, Severity, Triage, TriageTicket, good, model, says, server};

#[tokio::test]
async fn an_answer_is_a_typed_value_with_its_receipt() {
    let server = server(says(GOOD)).await;
    let plan = Plan::<TriageTicket<'_>>::primary(model(&server))
        .build()
        .unwrap();
    let answer = plan
        .call(TriageTicket {
            ticket: "Nothing works",
        })
        .await
        .unwrap();
    assert_eq!(answer.value, good());

    let receipt = &answer.receipt;
    assert_eq!(
        (receipt.prompt.name.as_str(), receipt.contract.name.as_str()),
        ("TriageTicket", "Triage")
    );
    assert_eq!(
        receipt.contract.shape,
        <Triage as driftless::Contract>::fingerprint().shape()
    );
    let attempt = receipt.answered().unwrap();
    assert_eq!(
        (attempt.provider.as_str(), attempt.requested_model.as_str()),
        ("openai", "gpt-5.4-mini")
    );
    assert_eq!(
        (attempt.served, attempt.status, attempt.failure),
        (Some(Served::AsRequested), Some(200), None)
    );
    assert_eq!(attempt.request_id.as_deref(), Some("req_7"));
    let usage = attempt.usage.unwrap();
    assert_eq!((usage.input, usage.output, usage.total()), (100, 20, 120));
    // 100 * 0.75 + 20 * 4.50 dollars per million (catalogue, gpt-5.4-mini).
    assert_eq!(attempt.cost.unwrap().to_string(), "$0.000165");
    assert!(
        attempt.elapsed >= attempt.headers_after.unwrap() && receipt.elapsed >= attempt.elapsed
    );

    let seen = server.finish();
    let body: Value = serde_json::from_str(&seen[0].body).unwrap();
    assert_eq!(
        body["messages"].as_array().unwrap().last().unwrap()["content"],
        "Ticket: Nothing works"
    );
    // The declaration's order, in a text that no feature of a JSON crate has sorted.
    let schema = &seen[0].body[seen[0].body.find("\"properties\"").unwrap()..];
    let order: Vec<usize> = ["\"summary\"", "\"severity\"", "\"refund_usd\""]
        .iter()
        .map(|key| schema.find(key).unwrap())
        .collect();
    assert!(order.is_sorted(), "{schema}");
}

#[tokio::test]
async fn a_receipt_serialises_without_keys_or_texts() {
    let server = server(says(GOOD)).await;
    let plan = Plan::<TriageTicket<'_>>::primary(model(&server))
        .build()
        .unwrap();
    let answer = plan
        .call(TriageTicket {
            ticket: "my secret ticket",
        })
        .await
        .unwrap();
    server.finish();
    let json = serde_json::to_string(&answer.receipt).unwrap();
    let shown = format!("{json} {:?} {} {plan:?}", answer.receipt, answer.receipt);
    for absent in ["canary", "secret ticket", "Checkout is down"] {
        assert!(!shown.contains(absent), "{shown}");
    }
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["version"], 3);
    assert_eq!(value["mode"], "development");
    assert_eq!(value["attempts"][0]["usage"]["input"], 100);
    assert_eq!(value["attempts"][0]["served"], "as_requested");
}

/// Returns the answers of each vendor's API: Responses, Anthropic native, Anthropic tool, Gemini.
fn vendor_bodies() -> [Value; 4] {
    let object: Value = serde_json::from_str(GOOD).unwrap();
    let responses = json!({"id": "resp_1", "object": "response", "status": "completed", "model": "gpt-6.1-terra", "output": [
        {"type": "reasoning", "id": "rs_1", "summary": []},
        {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [{"type": "output_text", "text": GOOD, "annotations": []}]}],
        "usage": {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120}});
    let anthropic = json!({"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-5-5", "content": [{"type": "text", "text": GOOD}],
        "stop_reason": "end_turn", "usage": {"input_tokens": 100, "output_tokens": 20}});
    let tool = json!({"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-4-5-20251001", "content": [{"type": "tool_use", "id": "t1", "name": "Triage", "input": object}],
        "stop_reason": "tool_use", "usage": {"input_tokens": 100, "output_tokens": 20}});
    let gemini = json!({"candidates": [{"content": {"role": "model", "parts": [{"text": GOOD}]}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}, "modelVersion": "gemini-3.8-flash", "responseId": "r1"});
    [responses, anthropic, tool, gemini]
}

async fn ask<D: Dialect>(model: Model<D>) -> Answer<Triage> {
    let plan = Plan::<TriageTicket<'_>>::primary(model).build().unwrap();
    plan.call(TriageTicket {
        ticket: "Nothing works",
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn every_vendor_gives_the_same_value() {
    let [responses, anthropic, tool, gemini] = vendor_bodies();
    let ok = |body: Value| Exchange::any(Act::Send(answer(200, &[], body.to_string())));
    let server = Loopback::start([
        ok(responses),
        ok(anthropic),
        ok(tool),
        ok(gemini),
        Exchange::any(says(GOOD)),
    ])
    .await;
    let url = server.url();
    let openai = OpenAi::new("k").base_url(format!("{url}/v1"));
    let anthropic = Anthropic::new("k").base_url(&url);
    let gemini = Gemini::new("k").base_url(&url);
    let compatible = Compatible::new("k").base_url(format!("{url}/v1"));
    let answers = [
        ask(openai.model("gpt-6.1-terra")).await,
        ask(anthropic.model("claude-sonnet-5-5")).await,
        ask(anthropic.model("claude-haiku-4-5").strict_tool()).await,
        ask(gemini.model("gemini-3.8-flash")).await,
        ask(compatible.model("gpt-5.4-mini").price(Price::free())).await,
    ];
    server.finish();

    for answer in &answers {
        assert_eq!(answer.value, good());
        let attempt = answer.receipt.answered().unwrap();
        assert_eq!(attempt.usage.unwrap().total(), 120, "{}", attempt.provider);
    }
    let verdicts: Vec<Option<Served>> = answers
        .iter()
        .map(|answer| answer.receipt.attempts[0].served)
        .collect();
    assert_eq!(verdicts[2], Some(Served::Snapshot));
    assert_eq!(
        verdicts
            .iter()
            .filter(|verdict| **verdict == Some(Served::AsRequested))
            .count(),
        4
    );
}

#[derive(Prompt)]
#[prompt(output = Triage, user = "{ticket}", examples = shots)]
struct Shown<'a> {
    ticket: &'a str,
}

fn shots() -> Vec<Example<Triage>> {
    let low = Triage {
        summary: "Typo".to_owned(),
        severity: Severity::Low,
        refund_usd: Some(0.5),
    };
    vec![Example::new(
        &Shown {
            ticket: "There is a typo",
        },
        low,
    )]
}

#[tokio::test]
async fn few_shot_examples_are_turns_before_the_question() {
    let server = server(says(GOOD)).await;
    let plan = Plan::<Shown<'_>>::primary(model(&server)).build().unwrap();
    plan.call(Shown {
        ticket: "Nothing works",
    })
    .await
    .unwrap();
    let body: Value = serde_json::from_str(&server.finish()[0].body).unwrap();
    let turns: Vec<(&str, &str)> = body["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|turn| {
            (
                turn["role"].as_str().unwrap(),
                turn["content"].as_str().unwrap(),
            )
        })
        .collect();
    let tail = &turns[turns.len() - 3..];
    assert_eq!(
        tail,
        [
            ("user", "There is a typo"),
            (
                "assistant",
                r#"{"summary":"Typo","severity":"Low","refund_usd":0.5}"#
            ),
            ("user", "Nothing works")
        ]
    );
}

#[tokio::test]
async fn a_quick_question_needs_no_prompt_type() {
    let server = server(says(GOOD)).await;
    let plan = Plan::<Ask<Triage>>::primary(model(&server))
        .build()
        .unwrap();
    let answer = plan
        .call(Ask::new("Nothing works").system("You triage."))
        .await
        .unwrap();
    assert_eq!(answer.value, good());
    server.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_plan_serves_many_tasks() {
    let server = Loopback::start((0..50).map(|_| Exchange::any(says(GOOD)))).await;
    let plan = Plan::<TriageTicket<'static>>::primary(model(&server))
        .build()
        .unwrap();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let plan = plan.clone();
            tokio::spawn(async move {
                plan.call(TriageTicket { ticket: "x" })
                    .await
                    .map(|answer| answer.value)
            })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), good());
    }
    server.finish();
}

#[tokio::test]
async fn a_stored_plan_takes_prompts_that_borrow_for_less_time() {
    struct Service {
        plan: Plan<TriageTicket<'static>>,
    }
    impl Service {
        async fn triage(&self, ticket: &str) -> Triage {
            let plan: &Plan<TriageTicket<'_>> = &self.plan;
            plan.call(TriageTicket { ticket }).await.unwrap().value
        }
    }
    let server = server(says(GOOD)).await;
    let service = Service {
        plan: Plan::primary(model(&server)).build().unwrap(),
    };
    let text = String::from("short-lived");
    assert_eq!(service.triage(&text).await, good());
    server.finish();
}

/// Stands still on one day.
#[derive(Debug)]
struct On(u64);

impl driftless::plan::Clock for On {
    fn now(&self) -> std::time::SystemTime {
        std::time::UNIX_EPOCH + std::time::Duration::from_secs(self.0)
    }
}

#[tokio::test]
async fn a_price_that_changes_on_a_day_is_that_of_the_day() {
    let body = json!({"candidates": [{"content": {"role": "model", "parts": [{"text": GOOD}]}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}, "modelVersion": "gemini-4-argon", "responseId": "r1"});
    // 2026-11-30T23:59:59Z and a second later; the catalogue has 2 and 10 dollars per million
    // before, 4 and 20 from December on.
    for (second, cost) in [(1_796_083_199, "$0.0004"), (1_796_083_200, "$0.0008")] {
        let server = server(Act::Send(answer(200, &[], body.to_string()))).await;
        let model = Gemini::new("k")
            .base_url(server.url())
            .model("gemini-4-argon");
        let plan = Plan::<TriageTicket<'_>>::primary(model)
            .clock(On(second))
            .build()
            .unwrap();
        let receipt = plan
            .call(TriageTicket { ticket: "x" })
            .await
            .unwrap()
            .receipt;
        server.finish();
        assert_eq!(receipt.cost().unwrap().to_string(), cost);
        assert_eq!(receipt.started_unix_ms, second * 1000);
    }
}
