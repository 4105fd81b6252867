//! Chat Completions (OpenAI API reference, 2026-11).

use serde_json::{Value, json};

use super::stream::{Event, json, pieces};
use super::{REFUSAL, Saying};
use crate::rehearsal::script::Said;

const ID: &str = "chatcmpl-rehearsed";
/// A moment in 2026; the same in every answer.
const CREATED: u64 = 1_790_000_000;

pub(super) fn whole(saying: &Saying<'_>) -> String {
    let text = saying.said.text();
    let mut message = json!({"role": "assistant", "content": null, "refusal": null});
    if let Some(message) = message.as_object_mut() {
        match (saying.said, &saying.asked.tool) {
            (Said::Refusal, _) => {
                message.insert("refusal".to_owned(), json!(REFUSAL));
            }
            (Said::Answer(_) | Said::Truncated(_), Some(name)) => {
                let function = json!({"name": name, "arguments": text});
                let call =
                    json!({"id": "call_rehearsed", "type": "function", "function": function});
                message.insert("tool_calls".to_owned(), json!([call]));
            }
            _ => {
                message.insert("content".to_owned(), json!(text));
            }
        }
    }
    let choice =
        json!({"index": 0, "message": message, "logprobs": null, "finish_reason": finish(saying)});
    json(&json!({
        "id": ID,
        "object": "chat.completion",
        "created": CREATED,
        "model": saying.model,
        "choices": [choice],
        "usage": usage(saying),
        "service_tier": "default",
        "system_fingerprint": null,
    }))
}

pub(super) fn events(saying: &Saying<'_>) -> Vec<Event> {
    let piece = |speaks: bool, delta: &Value, finish: Option<&str>| {
        let choice = json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish});
        Event::data(speaks, &chunk(saying, &json!([choice]), &Value::Null))
    };
    let mut events = vec![piece(
        false,
        &json!({"role": "assistant", "content": "", "refusal": null}),
        None,
    )];
    let call = |part: &Value| json!({"tool_calls": [part]});
    match (saying.said, &saying.asked.tool) {
        (Said::Refusal, _) => events.extend(
            pieces(REFUSAL)
                .iter()
                .map(|part| piece(true, &json!({"refusal": part}), None)),
        ),
        (Said::Answer(text) | Said::Truncated(text), Some(name)) => {
            let function = json!({"name": name, "arguments": ""});
            let begin = json!({"index": 0, "id": "call_rehearsed", "type": "function", "function": function});
            events.push(piece(true, &call(&begin), None));
            events.extend(pieces(text).iter().map(|part| {
                let more = json!({"index": 0, "function": {"arguments": part}});
                piece(true, &call(&more), None)
            }));
        }
        (said, _) => events.extend(
            pieces(said.text())
                .iter()
                .map(|part| piece(true, &json!({"content": part}), None)),
        ),
    }
    events.push(piece(false, &json!({}), Some(finish(saying))));
    if saying.asked.usage_in_stream {
        let last = chunk(saying, &json!([]), &usage(saying));
        events.push(Event::data(false, &last));
    }
    events.push(Event::raw(false, "[DONE]"));
    events
}

fn chunk(saying: &Saying<'_>, choices: &Value, usage: &Value) -> Value {
    json!({
        "id": ID,
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": saying.model,
        "choices": choices,
        "usage": usage,
        "service_tier": "default",
        "system_fingerprint": null,
    })
}

fn finish(saying: &Saying<'_>) -> &'static str {
    match (saying.said, &saying.asked.tool) {
        (Said::Truncated(_), _) => "length",
        (Said::Filtered, _) => "content_filter",
        (Said::Answer(_), Some(_)) => "tool_calls",
        // A refusal too (recorded 2026-08).
        _ => "stop",
    }
}

fn usage(saying: &Saying<'_>) -> Value {
    json!({
        "prompt_tokens": saying.input,
        "completion_tokens": saying.output,
        "total_tokens": saying.input.saturating_add(saying.output),
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    })
}
