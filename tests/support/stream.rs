//! Whole answers of each API as the streams that say the same (forms: the vendors' API references
//! and recorded streams, 2026-11).

use serde_json::{Value, json};

/// The events' data that say what `body` says.
pub fn events(api: &str, body: &Value) -> Vec<String> {
    let events = match api {
        "responses" => responses(body),
        "anthropic" => anthropic(body),
        "gemini" => gemini(body),
        _ => chat(body),
    };
    let mut events: Vec<String> = events.iter().map(Value::to_string).collect();
    if api == "chat" && body.get("error").is_none_or(Value::is_null) {
        events.push("[DONE]".to_owned());
    }
    events
}

/// The bytes of a stream of `events`, as `api` frames them.
pub fn frame(api: &str, events: &[String]) -> String {
    let one = |event: &String| {
        let kind = serde_json::from_str::<Value>(event).ok();
        let kind = kind.as_ref().and_then(|event| event["type"].as_str());
        match (api, kind) {
            ("responses" | "anthropic", Some(kind)) => {
                format!("event: {kind}\ndata: {event}\n\n")
            }
            ("gemini", _) => format!("data: {event}\r\n\r\n"),
            _ => format!("data: {event}\n\n"),
        }
    };
    events.iter().map(one).collect()
}

/// `text` in pieces of up to five characters.
fn pieces(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(5).map(String::from_iter).collect()
}

fn chunk(body: &Value, choices: &Value) -> Value {
    let mut chunk = json!({"id": "c1", "object": "chat.completion.chunk", "created": 1, "choices": choices, "usage": null});
    if !body["model"].is_null() {
        chunk["model"] = body["model"].clone();
    }
    chunk
}

fn chat(body: &Value) -> Vec<Value> {
    if !body["error"].is_null() {
        return vec![body.clone()];
    }
    let mut events = Vec::new();
    for (index, choice) in body["choices"].as_array().into_iter().flatten().enumerate() {
        let mut say = |delta: Value, finish: &Value| {
            events.push(chunk(
                body,
                &json!([{"index": index, "delta": delta, "logprobs": null, "finish_reason": finish}]),
            ));
        };
        let none = Value::Null;
        let message = &choice["message"];
        say(
            json!({"role": "assistant", "content": "", "refusal": null}),
            &none,
        );
        for key in ["reasoning_content", "content", "refusal"] {
            match &message[key] {
                Value::String(text) => {
                    for piece in pieces(text) {
                        say(json!({ key: piece }), &none);
                    }
                }
                Value::Array(parts) => {
                    for part in parts {
                        say(json!({ key: [part] }), &none);
                    }
                }
                _ => {}
            }
        }
        for (index, call) in message["tool_calls"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            let function = &call["function"];
            let head = json!({"index": index, "id": call["id"], "type": "function", "function": {"name": function["name"], "arguments": ""}});
            say(json!({"tool_calls": [head]}), &none);
            for piece in pieces(function["arguments"].as_str().unwrap_or_default()) {
                say(
                    json!({"tool_calls": [{"index": index, "function": {"arguments": piece}}]}),
                    &none,
                );
            }
        }
        say(json!({}), &choice["finish_reason"]);
    }
    let mut last = chunk(body, &json!([]));
    last["usage"] = body["usage"].clone();
    events.push(last);
    events
}

fn responses(body: &Value) -> Vec<Value> {
    let status = body["status"].as_str().unwrap_or("completed");
    let begun = json!({"id": body["id"], "object": "response", "status": "in_progress", "model": body["model"], "output": [], "usage": null});
    let mut events = vec![
        json!({"type": "response.created", "response": begun}),
        json!({"type": "response.in_progress", "response": begun}),
    ];
    for (index, item) in body["output"].as_array().into_iter().flatten().enumerate() {
        events.push(json!({"type": "response.output_item.added", "output_index": index, "item": {"type": item["type"]}}));
        for part in item["content"].as_array().into_iter().flatten() {
            for piece in pieces(part["text"].as_str().unwrap_or_default()) {
                events.push(json!({"type": "response.output_text.delta", "item_id": "msg_1", "output_index": index, "content_index": 0, "delta": piece, "logprobs": []}));
            }
        }
        for piece in pieces(item["arguments"].as_str().unwrap_or_default()) {
            events.push(json!({"type": "response.function_call_arguments.delta", "item_id": "fc_1", "output_index": index, "delta": piece}));
        }
        events.push(
            json!({"type": "response.output_item.done", "output_index": index, "item": item}),
        );
    }
    let kind = match status {
        "failed" | "incomplete" => format!("response.{status}"),
        _ => "response.completed".to_owned(),
    };
    events.push(json!({"type": kind, "response": body}));
    for (number, event) in events.iter_mut().enumerate() {
        event["sequence_number"] = number.into();
    }
    events
}

fn anthropic(body: &Value) -> Vec<Value> {
    if body["type"] == "error" || !body["error"].is_null() {
        return vec![body.clone()];
    }
    let mut start = body.clone();
    start["content"] = json!([]);
    start["stop_reason"] = Value::Null;
    if let Some(usage) = start["usage"].as_object_mut() {
        usage.insert("output_tokens".to_owned(), 1.into());
    }
    let mut events = vec![
        json!({"type": "message_start", "message": start}),
        json!({"type": "ping"}),
    ];
    for (index, block) in body["content"].as_array().into_iter().flatten().enumerate() {
        let kind = block["type"].as_str().unwrap_or_default();
        let mut head = block.clone();
        for key in ["text", "thinking"] {
            if head[key].is_string() {
                head[key] = "".into();
            }
        }
        if kind == "tool_use" {
            head["input"] = json!({});
        }
        events.push(json!({"type": "content_block_start", "index": index, "content_block": head}));
        let (key, delta, text) = match kind {
            "text" => (
                "text",
                "text_delta",
                block["text"].as_str().map(str::to_owned),
            ),
            "thinking" => (
                "thinking",
                "thinking_delta",
                block["thinking"].as_str().map(str::to_owned),
            ),
            "tool_use" => (
                "partial_json",
                "input_json_delta",
                Some(block["input"].to_string()),
            ),
            _ => ("", "", None),
        };
        if kind == "tool_use" {
            events.push(json!({"type": "content_block_delta", "index": index, "delta": {"type": delta, "partial_json": ""}}));
        }
        for piece in pieces(&text.unwrap_or_default()) {
            events.push(json!({"type": "content_block_delta", "index": index, "delta": {"type": delta, key: piece}}));
        }
        events.push(json!({"type": "content_block_stop", "index": index}));
    }
    let delta = json!({"stop_reason": body["stop_reason"], "stop_sequence": null, "stop_details": body["stop_details"]});
    events.push(json!({"type": "message_delta", "delta": delta, "usage": {"output_tokens": body["usage"]["output_tokens"], "output_tokens_details": body["usage"]["output_tokens_details"]}}));
    events.push(json!({"type": "message_stop"}));
    events
}

fn gemini(body: &Value) -> Vec<Value> {
    let parts = body["candidates"][0]["content"]["parts"].as_array();
    let splits = body["candidates"]
        .as_array()
        .is_some_and(|all| all.len() == 1);
    let Some(parts) = parts.filter(|_| splits) else {
        return vec![body.clone()];
    };
    let with = |part: Value, finish: Option<&Value>| {
        let mut chunk = body.clone();
        chunk["candidates"] = json!([{"content": {"role": "model", "parts": [part]}, "index": 0}]);
        if let Some(finish) = finish {
            chunk["candidates"][0]["finishReason"] = finish.clone();
        }
        chunk
    };
    let mut events = Vec::new();
    for part in parts {
        match part["text"].as_str() {
            Some(text) => events.extend(pieces(text).into_iter().map(|piece| {
                let mut part = part.clone();
                part["text"] = piece.into();
                with(part, None)
            })),
            None => events.push(with(part.clone(), None)),
        }
    }
    let finish = &body["candidates"][0]["finishReason"];
    events.push(with(json!({"text": ""}), Some(finish)));
    events
}
