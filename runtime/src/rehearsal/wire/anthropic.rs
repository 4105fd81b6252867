//! Messages (Anthropic API reference, 2026-11).

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::stream::{Event, json, pieces};
use super::{NO_JSON, REFUSAL, Saying};
use crate::rehearsal::script::Said;

const ID: &str = "msg_rehearsed";
const TOOL_ID: &str = "toolu_rehearsed";

#[derive(Serialize)]
struct Message<'a> {
    id: &'static str,
    r#type: &'static str,
    role: &'static str,
    model: &'a str,
    content: Vec<Block<'a>>,
    stop_reason: Option<&'static str>,
    stop_sequence: Option<&'static str>,
    stop_details: Value,
    usage: Value,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block<'a> {
    Text {
        text: &'a str,
    },
    ToolUse {
        id: &'static str,
        name: &'a str,
        /// The text as it is: a model's duplicate keys stay.
        input: Box<RawValue>,
    },
}

pub(super) fn whole(saying: &Saying<'_>) -> Result<String, &'static str> {
    let text = saying.said.text();
    let content = match (saying.said, &saying.asked.tool) {
        (Said::Refusal | Said::Filtered, _) => Vec::new(),
        (_, Some(name)) => {
            let input = RawValue::from_string(text.to_owned()).map_err(|_no_json| NO_JSON)?;
            let id = TOOL_ID;
            vec![Block::ToolUse { id, name, input }]
        }
        (_, None) => vec![Block::Text { text }],
    };
    Ok(json(&Message {
        content,
        stop_reason: Some(stop(saying)),
        stop_details: details(saying),
        usage: usage(saying, saying.output),
        ..begun(saying)
    }))
}

fn begun<'a>(saying: &Saying<'a>) -> Message<'a> {
    Message {
        id: ID,
        r#type: "message",
        role: "assistant",
        model: saying.model,
        content: Vec::new(),
        stop_reason: None,
        stop_sequence: None,
        stop_details: Value::Null,
        usage: usage(saying, 1),
    }
}

fn stop(saying: &Saying<'_>) -> &'static str {
    match (saying.said, &saying.asked.tool) {
        (Said::Truncated(_), _) => "max_tokens",
        (Said::Refusal | Said::Filtered, _) => "refusal",
        (Said::Answer(_), Some(_)) => "tool_use",
        (Said::Answer(_), None) => "end_turn",
    }
}

fn details(saying: &Saying<'_>) -> Value {
    match saying.said {
        Said::Refusal => {
            json!({"type": "refusal", "category": "general_harms", "explanation": REFUSAL})
        }
        _ => Value::Null,
    }
}

fn usage(saying: &Saying<'_>, output: u64) -> Value {
    json!({
        "input_tokens": saying.input,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": output,
        "service_tier": "standard",
    })
}

pub(super) fn events(saying: &Saying<'_>) -> Vec<Event> {
    let quiet = |name: &str, data: &Value| Event::named(name, false, data);
    let mut events = vec![quiet(
        "message_start",
        &json!({"type": "message_start", "message": begun(saying)}),
    )];
    if matches!(saying.said, Said::Answer(_) | Said::Truncated(_)) {
        let block = match &saying.asked.tool {
            Some(name) => json!({"type": "tool_use", "id": TOOL_ID, "name": name, "input": {}}),
            None => json!({"type": "text", "text": ""}),
        };
        let begins = json!({"type": "content_block_start", "index": 0, "content_block": block});
        // A tool's name is output already.
        let names = saying.asked.tool.is_some();
        events.push(Event::named("content_block_start", names, &begins));
        events.push(quiet("ping", &json!({"type": "ping"})));
        for piece in pieces(saying.said.text()) {
            let delta = match saying.asked.tool {
                Some(_) => json!({"type": "input_json_delta", "partial_json": piece}),
                None => json!({"type": "text_delta", "text": piece}),
            };
            let data = json!({"type": "content_block_delta", "index": 0, "delta": delta});
            events.push(Event::named("content_block_delta", true, &data));
        }
        events.push(quiet(
            "content_block_stop",
            &json!({"type": "content_block_stop", "index": 0}),
        ));
    }
    let delta = json!({
        "stop_reason": stop(saying),
        "stop_sequence": null,
        "stop_details": details(saying),
    });
    let usage = json!({"output_tokens": saying.output});
    events.push(quiet(
        "message_delta",
        &json!({"type": "message_delta", "delta": delta, "usage": usage}),
    ));
    events.push(quiet("message_stop", &json!({"type": "message_stop"})));
    events
}
