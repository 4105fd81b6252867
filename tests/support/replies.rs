//! Replies of servers, made up from bytes of any kind: by a seeded generator or by a fuzzer. Needs
//! nothing but `serde_json`, so that the fuzz target can take the file as it is.

use serde_json::{Value, json};

/// A reply, and what is known of it.
#[derive(Debug, Clone)]
pub struct Made {
    /// `chat`, `responses`, `anthropic` or `gemini`.
    pub api: &'static str,
    pub status: u16,
    /// Declared as a stream of events.
    pub is_stream: bool,
    pub body: Vec<u8>,
    /// It holds a verdict, so that nothing may be tried again, here or elsewhere.
    pub is_verdict: bool,
}

/// The four forms.
pub const APIS: [&str; 4] = ["chat", "responses", "anthropic", "gemini"];

/// Bytes that decide.
struct Source<'b>(&'b [u8]);

impl Source<'_> {
    fn byte(&mut self) -> u8 {
        match self.0 {
            [first, rest @ ..] => {
                self.0 = rest;
                *first
            }
            [] => 0,
        }
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::from(self.byte()) % from.len()]
    }

    fn often(&mut self, of: u8) -> bool {
        self.byte().is_multiple_of(of)
    }
}

/// The reply that `bytes` make.
#[must_use]
pub fn made(bytes: &[u8]) -> Made {
    let mut source = Source(bytes);
    let api = *source.pick(&APIS);
    match source.byte() % 4 {
        0 => Made {
            api,
            status: *source.pick(&[200, 200, 400, 429, 500, 503, 600, 999]),
            is_stream: source.often(2),
            body: source.0.to_vec(),
            is_verdict: false,
        },
        1 => mutated(api, &mut source),
        _ => verdict(api, &mut source),
    }
}

/// Spellings of 401, 403, a filter, a bad request and a prompt that is too long; and the status of
/// its own with which each comes outside of a success.
fn spelling(source: &mut Source<'_>) -> (Value, u16) {
    let spellings = [
        (json!({"code": 401}), 401),
        (json!({"code": "401"}), 401),
        (json!({"code": 401.0}), 401),
        (json!({"status": "401 Unauthorized"}), 401),
        (json!({"status_code": 401}), 401),
        (json!({"statusCode": "401"}), 401),
        (json!({"error_code": "invalid_api_key"}), 401),
        (json!({"code": "InvalidApiKey"}), 401),
        (json!({"type": "authentication_error"}), 401),
        (json!({"type": "AuthenticationError"}), 401),
        (json!({"status": "UNAUTHENTICATED"}), 401),
        (json!({"code": "403"}), 403),
        (json!({"code": 403}), 403),
        (json!({"type": "permission_error"}), 403),
        (json!({"status": "PERMISSION_DENIED"}), 403),
        (json!({"code": "content_filter"}), 400),
        (json!({"type": "content_policy_violation"}), 400),
        (json!({"code": "data_inspection_failed"}), 400),
        (json!({"message": "the content management policy"}), 400),
        (json!({"code": 400}), 400),
        (json!({"code": "400"}), 400),
        (json!({"type": "invalid_request_error"}), 400),
        (json!({"status": "INVALID_ARGUMENT"}), 400),
        (json!({"code": "context_length_exceeded"}), 400),
        (json!({"type": "exceed_context_size_error"}), 400),
        (json!({"message": "maximum context length is 8"}), 400),
    ];
    source.pick(&spellings).clone()
}

/// A verdict in an envelope that is known, in a body or an event.
#[allow(clippy::too_many_lines, reason = "a table")]
fn verdict(api: &'static str, source: &mut Source<'_>) -> Made {
    let (mut error, own) = spelling(source);
    if error.get("message").is_none() {
        error["message"] = json!(*source.pick(&["no", "é\u{1b}[31m", "x y z", "\"}{"]));
    }
    if source.often(2) {
        error["param"] = Value::Null;
    }
    if source.often(3) {
        error["retryable"] = json!(true);
    }
    let body = match source.byte() % 9 {
        0 => json!({"error": [error]}),
        1 => json!({"errors": [error]}),
        2 => json!({"error": {"error": error}}),
        3 => json!({"error": {"message": json!({"error": error}).to_string()}}),
        4 => json!({"error": {"message": "Provider returned error",
            "metadata": {"raw": json!({"error": error}).to_string()}}}),
        5 if api == "chat" => {
            json!({"choices": [{"index": 0, "finish_reason": "error", "error": error}]})
        }
        5 if api == "responses" => {
            json!({"type": "response.failed", "response": {"status": "failed", "error": error}})
        }
        6 => json!({"type": "error", "error": error}),
        _ => json!({"error": error}),
    };
    let is_stream = source.often(2);
    let status = if source.often(3) { own } else { 200 };
    if !is_stream {
        return Made {
            api,
            status,
            is_stream,
            // A failed response as an event, where there are no events, is none.
            body: match body.get("response") {
                Some(whole) => whole.to_string(),
                None => body.to_string(),
            }
            .into_bytes(),
            is_verdict: true,
        };
    }
    let mut stream = String::new();
    for event in answer(api).iter().take(usize::from(source.byte() % 3)) {
        stream.extend(["data: ", &event.to_string(), "\n\n"]);
    }
    let end = *source.pick(&["\n", "\r\n", "\r"]);
    let lines = match source.byte() % 4 {
        0 => format!("event: error{end}data: {body}{end}{end}"),
        1 => format!("error: {body}{end}{end}"),
        _ => format!("data: {body}{end}{end}"),
    };
    stream.push_str(&lines);
    if source.often(2) {
        stream.push_str("data: [DONE]\n\n");
    }
    Made {
        api,
        status: 200,
        is_stream,
        body: stream.into_bytes(),
        is_verdict: true,
    }
}

/// The events of a good answer.
fn answer(api: &str) -> Vec<Value> {
    match api {
        "responses" => vec![
            json!({"type": "response.created", "response": {"status": "in_progress", "model": "model-1"}}),
            json!({"type": "response.output_text.delta", "delta": "hi"}),
            json!({"type": "response.completed", "response": {"status": "completed", "model": "model-1",
                "output": [{"type": "message", "content": [{"type": "output_text", "text": "hi"}]}]}}),
        ],
        "anthropic" => vec![
            json!({"type": "message_start", "message": {"model": "model-1"}}),
            json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": "hi"}}),
            json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}}),
            json!({"type": "message_stop"}),
        ],
        "gemini" => vec![
            json!({"modelVersion": "model-1", "candidates": [{"content": {"parts": [{"text": "h"}]}}]}),
            json!({"candidates": [{"content": {"parts": [{"text": "i"}]}, "finishReason": "STOP"}]}),
        ],
        _ => vec![
            json!({"model": "model-1", "choices": [{"index": 0, "delta": {"content": "h"}}]}),
            json!({"choices": [{"index": 0, "delta": {"content": "i"}, "finish_reason": "stop"}]}),
        ],
    }
}

/// A stream with bytes changed, taken out and put in.
fn mutated(api: &'static str, source: &mut Source<'_>) -> Made {
    let mut stream = String::new();
    for event in answer(api) {
        stream.extend(["data: ", &event.to_string(), "\n\n"]);
    }
    if api == "chat" {
        stream.push_str("data: [DONE]\n\n");
    }
    let mut body = stream.into_bytes();
    for _ in 0..source.byte() % 4 {
        let at = (usize::from(source.byte()) * 256 + usize::from(source.byte())) % body.len();
        match source.byte() % 3 {
            0 => body[at] = source.byte(),
            1 => body.insert(at, source.byte()),
            _ => drop(body.remove(at)),
        }
    }
    Made {
        api,
        status: 200,
        is_stream: true,
        body,
        is_verdict: false,
    }
}
