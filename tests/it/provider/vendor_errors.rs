//! Errors that servers were recorded to send without a code of their own, or in another place than
//! the API's reference says (recorded and reported answers, 2025-04 to 2026-08).

use driftless::FailureClass::{self, BadRequest, ContextExceeded, Malformed, NotFound};
use driftless::FailureClass::{QuotaExhausted, SchemaRejected, Unauthorized};
use driftless::provider::{Anthropic, Compatible, DeepSeek, OpenRouter, Provider};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};

use super::vendors::{STREAM, asked, compatible};
use super::{MIB, ask};

/// An error without a member `error`, within a success.
#[tokio::test]
async fn an_error_may_be_the_whole_object() {
    let error = r#"{"object":"error","message":"This model's maximum context length is 10 tokens","type":"BadRequestError","param":null,"code":400}"#;
    for (headers, body) in [
        (&[][..], error.to_owned()),
        (STREAM, format!("data: {error}\n\ndata: [DONE]\n\n")),
    ] {
        let failure = asked(compatible, headers, &body).await.unwrap_err();
        assert_eq!(failure.class, ContextExceeded, "{failure}");
    }
}

/// Groq (recorded 2026-02): the model's own output failed, while it was streamed.
#[tokio::test]
async fn an_error_within_a_stream_may_name_its_status() {
    let body = "event: error\ndata: {\"error\":{\"message\":\"Tool choice is required\",\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\",\"status_code\":400}}\n\n";
    let failure = asked(compatible, STREAM, body).await.unwrap_err();
    assert_eq!(failure.class, Malformed, "{failure}");
    let body = "data: {\"error\":{\"message\":\"Unsupported parameter\",\"type\":\"invalid_request_error\"}}\n\n";
    let failure = asked(compatible, STREAM, body).await.unwrap_err();
    assert_eq!(failure.class, BadRequest, "{failure}");
    let body = "data: {\"error\":{\"message\":\"oops\",\"type\":\"x\"}}\n\n";
    let failure = asked(compatible, STREAM, body).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::UnknownError, "{failure}");
}

/// Provider, status, body, class.
const ERRORS: &[(&str, u16, &str, FailureClass)] = &[
    (
        "xai",
        400,
        r#"{"code":"invalid-argument","error":"Incorrect API key provided. You can obtain one from the console."}"#,
        Unauthorized,
    ),
    (
        "xai",
        400,
        r#"{"code":"invalid-argument","error":"Model not found: grok-0"}"#,
        NotFound,
    ),
    (
        "xai",
        400,
        r#"{"code":"invalid-argument","error":"This model's maximum prompt length is 131072 but the request contains 136973 tokens."}"#,
        ContextExceeded,
    ),
    (
        "xai",
        429,
        r#"{"code":"resource-exhausted","error":"Your team t has either used all available credits or reached its monthly spending limit."}"#,
        QuotaExhausted,
    ),
    (
        "xai",
        403,
        r#"{"code":"permission-denied","error":"Your newly created team doesn't have any credits or licenses yet."}"#,
        QuotaExhausted,
    ),
    (
        "perplexity",
        400,
        r#"{"error":{"message":"The total length of all messages is too long.","type":"too_many_prompt_tokens","code":400}}"#,
        ContextExceeded,
    ),
    (
        "ollama",
        400,
        r#"{"error":{"message":"prompt too long; exceeded max context length by 7 tokens","type":"invalid_request_error","param":null,"code":null}}"#,
        ContextExceeded,
    ),
    (
        "moonshot",
        400,
        r#"{"error":{"message":"Invalid request: Your request exceeded model token limit: 262144 (requested: 269030)","type":"invalid_request_error"}}"#,
        ContextExceeded,
    ),
    (
        "openrouter",
        400,
        r#"{"error":{"message":"a/b is not a valid model ID","code":400}}"#,
        NotFound,
    ),
    (
        "openrouter",
        200,
        r#"{"error":{"message":"Token limit reached","code":400}}"#,
        FailureClass::Truncated,
    ),
    (
        "deepseek",
        400,
        r#"{"error":{"message":"The supported API model names are a or b, but you passed c.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"#,
        NotFound,
    ),
    (
        "anthropic",
        400,
        r#"{"type":"error","error":{"type":"invalid_request_error","message":"Schemas contains too many optional parameters (25), which would make grammar compilation inefficient."}}"#,
        SchemaRejected,
    ),
    (
        "anthropic",
        400,
        r#"{"type":"error","error":{"type":"invalid_request_error","message":"tools.0.custom: Invalid schema: Circular reference detected"}}"#,
        SchemaRejected,
    ),
    (
        "anthropic",
        400,
        r#"{"type":"error","error":{"type":"invalid_request_error","message":"tools.0.custom: For 'object' type, property 'x' is not supported"}}"#,
        SchemaRejected,
    ),
];

#[tokio::test]
async fn errors_without_a_code_are_told_by_their_words() {
    for (vendor, status, body, class) in ERRORS {
        let act = Act::Send(answer(*status, &[("x-ds-trace-id", "t-1")], body));
        let server = Loopback::start([Exchange::any(act)]).await;
        let url = server.url();
        let provider: Box<dyn Provider> = match *vendor {
            "openrouter" => Box::new(OpenRouter::new("k").base_url(&url)),
            "deepseek" => Box::new(DeepSeek::new("k").base_url(&url)),
            "anthropic" => Box::new(Anthropic::new("k").base_url(&url)),
            _ => Box::new(Compatible::at(&url)),
        };
        let failure = ask(&*provider, MIB).await.unwrap_err();
        server.finish();
        assert_eq!(failure.class, *class, "{vendor}: {failure}");
        if *vendor == "deepseek" {
            assert_eq!(failure.metadata.request_id.as_deref(), Some("t-1"));
        }
    }
}
