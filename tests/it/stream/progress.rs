//! Any output of the model is progress, thinking in every vendor's form, and nothing else is.

use std::fmt::Write as _;

use driftless::dialect::Instructions;
use driftless::provider::{BoxFuture, Failure, Model, Provider, Reply, Request};
use driftless::{Ask, Plan, Price};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback};
use serde_json::{Value, json};

use crate::provider::every;

#[derive(Debug)]
struct Shared(Box<dyn Provider>);

impl Provider for Shared {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn base_url(&self) -> &str {
        self.0.base_url()
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        self.0.send(request)
    }
}

const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

/// Returns `true` if an attempt that is cut off behind `events` has seen output of the model.
async fn progressed(api: &str, events: &[Value]) -> bool {
    let mut sent = HEAD.to_owned();
    for event in events {
        write!(sent, "data: {event}\n\n").unwrap();
    }
    let act = Act::SendAndClose(sent.into_bytes());
    let server = Loopback::start([Exchange::any(act)]).await;
    let place = every("", "").iter().position(|(known, _)| *known == api);
    let (_, provider) = every("test-key", &server.url()).swap_remove(place.unwrap());
    let model = Model::<Instructions>::new(Shared(provider), "model-1").price(Price::free());
    let plan = Plan::<Ask<u32>>::primary(model).build().unwrap();
    let error = within(plan.call(Ask::new("?"))).await.unwrap_err();
    server.finish();
    error.receipt().attempts[0].first_token_after.is_some()
}

async fn check(api: &str, events: &[Value], expected: bool) {
    let found = progressed(api, events).await;
    assert_eq!(found, expected, "{api}: {events:?}");
}

#[tokio::test]
async fn any_member_of_a_delta_beside_its_role_is_progress() {
    for delta in [
        json!({"content": "x"}),
        json!({"refusal": "no"}),
        json!({"reasoning": "hm"}),
        json!({"reasoning_content": "hm"}),
        json!({"reasoning_text": "hm"}),
        json!({"reasoning_details": [{"type": "reasoning.encrypted", "data": "gA", "format": "openai-responses-v1", "index": 0}]}),
        json!({"reasoning": {"text": "hm"}}),
        json!({"reasoning": ["h", "m"]}),
        json!({"thinking": "hm"}),
        json!({"thinking": {"content": "hm"}}),
        json!({"thinking_blocks": [{"type": "thinking", "thinking": "hm", "signature": null}]}),
        json!({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}]}),
        json!({"content": [{"type": "reasoning", "summary": "hm"}]}),
        json!({"thought_summary": "hm"}),
        json!({"provider_specific_fields": {"signature": "gA"}}),
        json!({"audio": {"transcript": "hm"}}),
        json!({"tool_calls": [{"index": 0, "id": "c", "function": {"name": "f", "arguments": ""}}]}),
    ] {
        let mut delta = delta;
        delta["role"] = json!("assistant");
        if delta["content"].is_null() {
            delta["content"] = json!("");
        }
        let event = json!({"model": "model-1", "choices": [{"index": 0, "delta": delta, "finish_reason": null}]});
        for api in ["compatible", "mistral", "chat"] {
            check(api, std::slice::from_ref(&event), true).await;
        }
    }
}

#[tokio::test]
async fn labels_and_empty_members_of_a_delta_are_no_progress() {
    for delta in [
        json!({}),
        json!({"role": "assistant"}),
        json!({"role": "assistant", "content": "", "refusal": null}),
        json!({"role": "assistant", "content": null, "reasoning_content": ""}),
        json!({"content": [], "reasoning_details": [], "annotations": []}),
        json!({"content": "", "refusal": false, "audio": null}),
        json!({"content": "", "provider_specific_fields": {"citations": []}}),
        json!({"thinking_blocks": [{"type": "thinking", "thinking": "", "index": 0}]}),
        json!({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": ""}]}]}),
        json!({"role": "assistant", "id": "msg-1", "type": "message", "name": "m"}),
    ] {
        let event = json!({"model": "model-1", "choices": [{"index": 0, "delta": delta, "finish_reason": null}]});
        check("compatible", &[event], false).await;
    }
    let bare = json!({"model": "model-1", "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 0}});
    check("compatible", &[bare], false).await;
}

#[tokio::test]
async fn thinking_of_anthropic_is_progress() {
    let start =
        |block: Value| json!({"type": "content_block_start", "index": 0, "content_block": block});
    let delta = |delta: Value| json!({"type": "content_block_delta", "index": 0, "delta": delta});
    let thinking = || start(json!({"type": "thinking", "thinking": "", "signature": ""}));
    for (events, expected) in [
        (vec![thinking()], false),
        (
            vec![
                thinking(),
                delta(json!({"type": "thinking_delta", "thinking": "hm"})),
            ],
            true,
        ),
        (
            vec![
                thinking(),
                delta(json!({"type": "thinking_delta", "thinking": ""})),
            ],
            false,
        ),
        (
            vec![
                thinking(),
                delta(json!({"type": "signature_delta", "signature": "gA"})),
            ],
            true,
        ),
        (
            vec![
                thinking(),
                delta(json!({"type": "other_delta", "summary": {"text": "hm"}})),
            ],
            true,
        ),
        (
            vec![start(json!({"type": "redacted_thinking", "data": "gA"}))],
            true,
        ),
        (vec![start(json!({"type": "text", "text": ""}))], false),
        (
            vec![
                start(json!({"type": "text", "text": ""})),
                delta(json!({"type": "citations_delta", "citation": {"cited_text": "x"}})),
            ],
            true,
        ),
        (vec![json!({"type": "ping"})], false),
    ] {
        check("anthropic", &events, expected).await;
    }
}

#[tokio::test]
async fn thinking_of_responses_is_progress() {
    for (event, expected) in [
        (
            json!({"type": "response.in_progress", "response": {"model": "model-1"}}),
            false,
        ),
        (
            json!({"type": "response.output_item.added", "output_index": 0, "item": {"type": "reasoning", "summary": []}}),
            false,
        ),
        (
            json!({"type": "response.reasoning_text.delta", "delta": "hm"}),
            true,
        ),
        (
            json!({"type": "response.reasoning_summary_text.delta", "delta": ""}),
            false,
        ),
        (
            json!({"type": "response.reasoning_summary.delta", "delta": {"text": "hm"}}),
            true,
        ),
        (
            json!({"type": "response.reasoning_details.delta", "delta": [{"type": "x", "data": "gA"}]}),
            true,
        ),
        (
            json!({"type": "response.output_item.done", "output_index": 0, "item": {"type": "reasoning", "summary": [], "encrypted_content": "gA"}}),
            true,
        ),
        (json!({"type": "keepalive", "sequence_number": 4}), false),
    ] {
        check("responses", &[event], expected).await;
    }
}

#[tokio::test]
async fn thoughts_of_gemini_are_progress() {
    for (part, expected) in [
        (json!({"text": "hm", "thought": true}), true),
        (json!({"text": "", "thought": true}), false),
        (json!({"text": "", "thoughtSignature": "gA"}), true),
        (
            json!({"executableCode": {"language": "PYTHON", "code": "1"}}),
            true,
        ),
        (json!({"text": ""}), false),
        (json!({}), false),
    ] {
        let event = json!({"modelVersion": "model-1", "candidates": [{"content": {"role": "model", "parts": [part]}}]});
        check("gemini", &[event], expected).await;
    }
}
