//! Every documented way in which an answer can end.

use driftless::FailureClass::{
    self, Filtered, Interrupted, Malformed, Overloaded, ServerError, Truncated, UnknownError,
};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};

use super::{MIB, ask, every, says};

/// The reason that stands in a whole answer of each API, to be replaced.
fn usual(api: &str) -> &'static str {
    match api {
        "responses" => "completed",
        "anthropic" => "end_turn",
        "gemini" => "STOP",
        _ => "stop",
    }
}

const CHAT: &[(&str, Option<FailureClass>)] = &[
    ("stop", None),
    ("tool_calls", None),
    ("function_call", None),
    ("length", Some(Truncated)),
    ("model_length", Some(Truncated)),
    ("content_filter", Some(Filtered)),
    ("error", Some(UnknownError)),
    ("insufficient_system_resource", Some(Overloaded)),
    ("eos", None),
    ("", Some(Interrupted)),
    // Those of the vendors behind gateways.
    ("STOP", None),
    ("end_turn", None),
    ("stop_sequence", None),
    ("eos_token", None),
    ("COMPLETE", None),
    ("max_tokens", Some(Truncated)),
    ("MAX_TOKENS", Some(Truncated)),
    ("model_context_window_exceeded", Some(Truncated)),
    ("max_length", Some(Truncated)),
    ("timeout", Some(Interrupted)),
    ("sensitive", Some(Filtered)),
    ("SAFETY", Some(Filtered)),
    ("guardrail_intervened", Some(Filtered)),
    ("refusal", Some(FailureClass::Refused)),
    ("network_error", Some(ServerError)),
    ("abort", Some(Interrupted)),
    ("cancelled", Some(Interrupted)),
    ("MALFORMED_FUNCTION_CALL", Some(Malformed)),
    ("other", Some(UnknownError)),
];

const RESPONSES: &[(&str, Option<FailureClass>)] = &[
    ("completed", None),
    ("failed", Some(UnknownError)),
    ("FAILED", Some(UnknownError)),
    ("cancelled", Some(Interrupted)),
    ("in_progress", Some(Interrupted)),
    ("queued", Some(Interrupted)),
    ("incomplete", Some(Interrupted)),
    ("COMPLETED", None),
    ("other", Some(UnknownError)),
];

const ANTHROPIC: &[(&str, Option<FailureClass>)] = &[
    ("end_turn", None),
    ("stop_sequence", None),
    ("tool_use", None),
    ("max_tokens", Some(Truncated)),
    ("model_context_window_exceeded", Some(Truncated)),
    ("pause_turn", Some(Interrupted)),
    ("refusal", Some(FailureClass::Refused)),
    ("other", Some(UnknownError)),
];

const GEMINI: &[(&str, Option<FailureClass>)] = &[
    ("STOP", None),
    ("MAX_TOKENS", Some(Truncated)),
    ("CONTINUATION", Some(Truncated)),
    ("SAFETY", Some(Filtered)),
    ("RECITATION", Some(Filtered)),
    ("LANGUAGE", Some(Filtered)),
    ("BLOCKLIST", Some(Filtered)),
    ("PROHIBITED_CONTENT", Some(Filtered)),
    ("SPII", Some(Filtered)),
    ("IMAGE_SAFETY", Some(Filtered)),
    ("IMAGE_PROHIBITED_CONTENT", Some(Filtered)),
    ("IMAGE_RECITATION", Some(Filtered)),
    ("MODEL_ARMOR", Some(Filtered)),
    ("MALFORMED_FUNCTION_CALL", Some(Malformed)),
    ("MALFORMED_RESPONSE", Some(Malformed)),
    ("UNEXPECTED_TOOL_CALL", Some(Malformed)),
    ("TOO_MANY_TOOL_CALLS", Some(Malformed)),
    ("MISSING_THOUGHT_SIGNATURE", Some(Malformed)),
    ("IMAGE_OTHER", Some(Malformed)),
    ("NO_IMAGE", Some(Malformed)),
    ("OTHER", Some(Malformed)),
    ("ESCALATION", Some(Malformed)),
    ("PUP_LIMITED_DISABLED", Some(Malformed)),
    ("FINISH_REASON_UNSPECIFIED", Some(Malformed)),
];

#[tokio::test]
async fn every_reason_has_its_class() {
    for index in 0..every("", "").len() {
        let (api, _) = every("", "").swap_remove(index);
        let table = match api {
            "responses" => RESPONSES,
            "anthropic" => ANTHROPIC,
            "gemini" => GEMINI,
            _ => CHAT,
        };
        for (reason, class) in table {
            let (old, new) = (format!("\"{}\"", usual(api)), format!("\"{reason}\""));
            let body = says(api, "hello").replacen(&old, &new, 1);
            let act = Act::Send(answer(200, &[], body));
            let server = Loopback::start([Exchange::any(act)]).await;
            let (_, provider) = every("test-key", &server.url()).swap_remove(index);
            let outcome = ask(&*provider, MIB).await;
            server.finish();
            match class {
                None => assert_eq!(outcome.unwrap().text, "hello", "{api} {reason}"),
                Some(class) => {
                    assert_eq!(outcome.unwrap_err().class, *class, "{api} {reason}");
                }
            }
        }
    }
}
