//! Verdicts in envelopes of clouds, gateways and standards that no vendor's table names.

use driftless::FailureClass;
use driftless::failure::{Fallback, Retryable};

use super::vendors::STREAM;
use super::verdicts::fails;

/// The body, and the words that an error must show of it.
const VERDICTS: &[(&str, &str)] = &[
    // RFC 9457.
    (
        r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"bad key"}"#,
        "bad key",
    ),
    (
        r#"{"type":"https://example.com/probs/forbidden","title":"Forbidden","status":"403"}"#,
        "Forbidden",
    ),
    // Amazon's JSON protocols.
    (
        r#"{"__type":"AccessDeniedException","message":"not yours"}"#,
        "not yours",
    ),
    // Google's `errors` and `details`.
    (
        r#"{"error":{"message":"not valid","errors":[{"reason":"authError"}],"code":401}}"#,
        "not valid",
    ),
    (
        r#"{"error":{"message":"not valid","details":[{"reason":"API_KEY_INVALID"}]}}"#,
        "not valid",
    ),
    // Azure's nested codes.
    (
        r#"{"error":{"message":"no","code":null,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#,
        "no",
    ),
    // FastAPI and other frameworks.
    (
        r#"{"detail":{"error":{"type":"authentication_error","message":"no key"}}}"#,
        "no key",
    ),
    (
        r#"{"detail":{"code":"invalid_api_key","message":"no key"}}"#,
        "no key",
    ),
    (
        r#"{"status":401,"error":"Unauthorized","path":"/v1"}"#,
        "Unauthorized",
    ),
    (
        r#"{"statusCode":403,"message":"Forbidden","error":"Forbidden"}"#,
        "Forbidden",
    ),
    // Cloudflare, Apigee, Kong.
    (
        r#"{"success":false,"errors":[{"code":401,"message":"no auth"}],"result":null}"#,
        "no auth",
    ),
    (
        r#"{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}"#,
        "Invalid ApiKey",
    ),
    // Numbers and text at the top.
    (
        r#"{"code":401,"msg":"unauthorized key"}"#,
        "unauthorized key",
    ),
    (
        r#"{"error_code":"401","error_msg":"unauthorized key"}"#,
        "unauthorized key",
    ),
    (r#"{"error":"invalid_api_key"}"#, "invalid_api_key"),
    (
        r#"{"error":{"message":"{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\"}}"}}"#,
        "filtered",
    ),
    (
        r#"{"error":{"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"code\":\"context_length_exceeded\"}}"}}}"#,
        "context_length_exceeded",
    ),
];

#[tokio::test]
async fn a_verdict_in_any_known_envelope_is_final_and_shown() {
    let mut wrong = Vec::new();
    for name in ["compatible", "openrouter", "mistral", "litellm"] {
        for (body, words) in VERDICTS {
            let event = format!("data: {body}\n\ndata: [DONE]\n\n");
            for (how, status, headers, sent) in [
                ("stream", 200, STREAM, event.as_str()),
                ("whole", 200, &[][..], body),
                ("under 500", 500, &[][..], body),
            ] {
                let failure = fails(name, status, headers, sent).await;
                let class = failure.class;
                if class.retry() != Retryable::Never || !failure.to_string().contains(words) {
                    wrong.push(format!("{name}, {how}, {body}: {failure}"));
                }
                let rests = class.fallback() == Fallback::Never;
                if !rests && class != FailureClass::QuotaExhausted {
                    wrong.push(format!("{name}, {how}, {body}: {class:?} may fall back"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
