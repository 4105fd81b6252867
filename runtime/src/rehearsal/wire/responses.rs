//! Responses (OpenAI API reference, 2026-11).

use serde_json::{Value, json};

use super::stream::{Event, json, pieces};
use super::{REFUSAL, Saying};
use crate::rehearsal::script::Said;

const ID: &str = "resp_rehearsed";
/// A moment in 2026; the same in every answer.
const CREATED: u64 = 1_790_000_000;

pub(super) fn whole(saying: &Saying<'_>) -> String {
    json(&response(saying, state(saying), true))
}

/// The status, and why the answer isn't complete.
fn state(saying: &Saying<'_>) -> (&'static str, Option<&'static str>) {
    match saying.said {
        Said::Answer(_) | Said::Refusal => ("completed", None),
        Said::Truncated(_) => ("incomplete", Some("max_output_tokens")),
        Said::Filtered => ("incomplete", Some("content_filter")),
    }
}

fn response(
    saying: &Saying<'_>,
    (status, why): (&'static str, Option<&'static str>),
    said: bool,
) -> Value {
    let output = if said {
        json!([item(saying, status)])
    } else {
        json!([])
    };
    let usage = json!({
        "input_tokens": saying.input,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": saying.output,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": saying.input.saturating_add(saying.output),
    });
    json!({
        "id": ID,
        "object": "response",
        "created_at": CREATED,
        "status": status,
        "error": null,
        "incomplete_details": why.map(|reason| json!({"reason": reason})),
        "instructions": null,
        "metadata": {},
        "model": saying.model,
        "output": output,
        "parallel_tool_calls": false,
        "temperature": null,
        "tool_choice": "auto",
        "tools": [],
        "top_p": null,
        "service_tier": "default",
        "store": false,
        "usage": if said { usage } else { Value::Null },
    })
}

/// The one item of the output, as it is at the end.
fn item(saying: &Saying<'_>, status: &str) -> Value {
    match &saying.asked.tool {
        Some(name) if calls(saying) => call(name, saying.said.text(), status),
        _ => message(&json!([part(saying, saying.said.text())]), status),
    }
}

fn calls(saying: &Saying<'_>) -> bool {
    saying.asked.tool.is_some() && matches!(saying.said, Said::Answer(_) | Said::Truncated(_))
}

fn call(name: &str, arguments: &str, status: &str) -> Value {
    json!({
        "id": "fc_rehearsed",
        "type": "function_call",
        "call_id": "call_rehearsed",
        "name": name,
        "arguments": arguments,
        "status": status,
    })
}

fn message(content: &Value, status: &str) -> Value {
    json!({
        "id": "msg_rehearsed",
        "type": "message",
        "role": "assistant",
        "status": status,
        "content": content,
    })
}

fn part(saying: &Saying<'_>, text: &str) -> Value {
    match saying.said {
        Said::Refusal => {
            json!({"type": "refusal", "refusal": if text.is_empty() { REFUSAL } else { text }})
        }
        _ => json!({"type": "output_text", "text": text, "annotations": [], "logprobs": []}),
    }
}

/// Numbers the events as they are written.
struct Stream {
    events: Vec<Event>,
    number: u64,
}

impl Stream {
    /// An event that brings a piece of output.
    fn say(&mut self, kind: &str, data: Value) {
        self.push(kind, data);
        if let Some(event) = self.events.last_mut() {
            event.speaks = true;
        }
    }

    fn push(&mut self, kind: &str, mut data: Value) {
        if let Some(data) = data.as_object_mut() {
            data.insert("type".to_owned(), json!(kind));
            data.insert("sequence_number".to_owned(), json!(self.number));
        }
        self.number = self.number.saturating_add(1);
        self.events.push(Event::named(kind, false, &data));
    }
}

pub(super) fn events(saying: &Saying<'_>) -> Vec<Event> {
    let mut stream = Stream {
        events: Vec::new(),
        number: 0,
    };
    let running = response(saying, ("in_progress", None), false);
    stream.push("response.created", json!({"response": running}));
    stream.push("response.in_progress", json!({"response": running}));
    let begun = match &saying.asked.tool {
        Some(name) if calls(saying) => call(name, "", "in_progress"),
        _ => message(&json!([]), "in_progress"),
    };
    stream.push(
        "response.output_item.added",
        json!({"output_index": 0, "item": begun}),
    );
    if calls(saying) {
        arguments(&mut stream, saying);
    } else {
        content(&mut stream, saying);
    }
    let (status, why) = state(saying);
    stream.push(
        "response.output_item.done",
        json!({"output_index": 0, "item": item(saying, status)}),
    );
    let last = format!("response.{status}");
    let whole = response(saying, (status, why), true);
    stream.push(&last, json!({"response": whole}));
    stream.events
}

fn arguments(stream: &mut Stream, saying: &Saying<'_>) {
    let place = |more: (&str, Value)| {
        let mut data = json!({"item_id": "fc_rehearsed", "output_index": 0});
        if let Some(data) = data.as_object_mut() {
            data.insert(more.0.to_owned(), more.1);
        }
        data
    };
    let text = saying.said.text();
    for piece in pieces(text) {
        let data = place(("delta", json!(piece)));
        stream.say("response.function_call_arguments.delta", data);
    }
    let mut data = place(("arguments", json!(text)));
    if let (Some(data), Some(name)) = (data.as_object_mut(), &saying.asked.tool) {
        data.insert("name".to_owned(), json!(name));
    }
    stream.push("response.function_call_arguments.done", data);
}

fn content(stream: &mut Stream, saying: &Saying<'_>) {
    let refuses = *saying.said == Said::Refusal;
    let text = if refuses { REFUSAL } else { saying.said.text() };
    let place = |more: &[(&str, Value)]| {
        let mut data = json!({"item_id": "msg_rehearsed", "output_index": 0, "content_index": 0});
        if let Some(data) = data.as_object_mut() {
            let more = more
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()));
            data.extend(more);
        }
        data
    };
    let empty = if refuses {
        json!({"type": "refusal", "refusal": ""})
    } else {
        part(saying, "")
    };
    stream.push("response.content_part.added", place(&[("part", empty)]));
    let kind = if refuses { "refusal" } else { "output_text" };
    for piece in pieces(text) {
        let mut more = vec![("delta", json!(piece))];
        if !refuses {
            more.push(("logprobs", json!([])));
        }
        stream.say(&format!("response.{kind}.delta"), place(&more));
    }
    let whole = if refuses {
        vec![("refusal", json!(text))]
    } else {
        vec![("text", json!(text)), ("logprobs", json!([]))]
    };
    stream.push(&format!("response.{kind}.done"), place(&whole));
    let done = place(&[("part", part(saying, text))]);
    stream.push("response.content_part.done", done);
}
