//! The classes of errors that servers send in whatever spelling and place: a verdict is never
//! masked, and an unknown error is never a reason to try again (reported answers, 2024-03 to
//! 2026-09).

use driftless::FailureClass::{
    self, BadRequest, ContextExceeded, Filtered, Interrupted, NotFound, Overloaded, QuotaExhausted,
    RateLimited, ServerError, Unauthorized, UnknownError,
};
use driftless::provider::{Compatible, LiteLlm, OpenRouter, Portkey, Provider, TokenMix};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::Failure;

use super::vendors::STREAM;
use super::{MIB, ask, every};

/// Every provider that speaks Chat Completions, Anthropic's and Gemini's form, by name.
fn provider(name: &str, url: &str) -> Box<dyn Provider> {
    match name {
        "openrouter" => Box::new(OpenRouter::new("k").base_url(url)),
        "litellm" => Box::new(LiteLlm::new("k").base_url(url)),
        "portkey" => Box::new(Portkey::new("k").base_url(url)),
        "tokenmix" => Box::new(TokenMix::new("k").base_url(url)),
        "keyless" => Box::new(Compatible::at(url)),
        name => {
            let place = every("", "").iter().position(|(api, _)| *api == name);
            every("test-key", url).swap_remove(place.unwrap()).1
        }
    }
}

pub(super) async fn fails(
    name: &str,
    status: u16,
    headers: &[(&str, &str)],
    body: impl AsRef<[u8]>,
) -> Failure {
    let act = Act::Send(answer(status, headers, body));
    let server = Loopback::start([Exchange::any(act)]).await;
    let failure = ask(&*provider(name, &server.url()), MIB)
        .await
        .expect_err("no answer");
    server.finish();
    failure
}

const EVERYBODY: &[&str] = &[
    "chat",
    "compatible",
    "mistral",
    "deepseek",
    "qwen",
    "openrouter",
    "litellm",
    "portkey",
    "tokenmix",
];

/// The error object, and its class within a success.
const TOLD: &[(&str, FailureClass)] = &[
    (
        r#"{"message":"no such key","type":"auth_error","param":"None","code":"401"}"#,
        Unauthorized,
    ),
    (r#"{"message":"no","code":"403"}"#, Unauthorized),
    (r#"{"message":"no","code":"400"}"#, BadRequest),
    (
        r#"{"message":"no","status":"422 Unprocessable"}"#,
        BadRequest,
    ),
    (r#"{"message":"no","statusCode":401}"#, Unauthorized),
    (
        r#"{"message":"no","type":"authentication_error"}"#,
        Unauthorized,
    ),
    (
        r#"{"message":"no","type":"AuthenticationError"}"#,
        Unauthorized,
    ),
    (r#"{"message":"no","code":"InvalidApiKey"}"#, Unauthorized),
    (
        r#"{"message":"no","type":"invalid_request_error"}"#,
        BadRequest,
    ),
    (r#"{"message":"no","code":"content_filter"}"#, Filtered),
    (
        r#"{"message":"The response was filtered due to the prompt triggering the content management policy."}"#,
        Filtered,
    ),
    (
        r#"{"message":"no","code":"context_length_exceeded"}"#,
        ContextExceeded,
    ),
    (
        r#"{"message":"maximum context length is 10 tokens","code":500}"#,
        ContextExceeded,
    ),
    (r#"{"message":"no","code":"model_not_found"}"#, NotFound),
    (
        r#"{"message":"no","code":"insufficient_quota"}"#,
        QuotaExhausted,
    ),
    (
        r#"{"message":"Your balance is insufficient","type":"permission_error"}"#,
        QuotaExhausted,
    ),
    (
        r#"{"message":"no","code":"rate_limit_exceeded"}"#,
        RateLimited,
    ),
    (r#"{"message":"no","code":429}"#, RateLimited),
    (r#"{"message":"no","code":"429"}"#, RateLimited),
    (
        r#"{"message":"no","type":"server_is_overloaded"}"#,
        Overloaded,
    ),
    (r#"{"message":"no","code":"slow_down"}"#, Overloaded),
    (r#"{"message":"Overloaded","type":"api_error"}"#, Overloaded),
    (r#"{"message":"no","type":"server_error"}"#, ServerError),
    (r#"{"message":"no","code":"500"}"#, ServerError),
    (
        r#"{"message":"oops","type":"new_words","code":"E77"}"#,
        UnknownError,
    ),
    (r#"{"message":"oops"}"#, UnknownError),
    (r"{}", UnknownError),
];

/// Seen to be server errors, which are retried.
#[tokio::test]
async fn a_verdict_within_a_success_is_the_same_for_everybody() {
    for name in EVERYBODY {
        for (index, (error, class)) in TOLD.iter().enumerate() {
            // The whole table for two, a part of it for each other.
            if !matches!(*name, "compatible" | "mistral") && index % 5 != name.len() % 5 {
                continue;
            }
            let whole = format!(r#"{{"error":{error}}}"#);
            let event = format!("data: {whole}\n\ndata: [DONE]\n\n");
            let failure = fails(name, 200, STREAM, &event).await;
            assert_eq!(failure.class, *class, "{name}, {error}: {failure}");
            let failure = fails(name, 200, &[], &whole).await;
            assert_eq!(failure.class, *class, "{name}, {error}: {failure}");
        }
    }
}

#[tokio::test]
async fn other_forms_tell_verdicts_too() {
    for (name, body, class) in [
        (
            "responses",
            r#"{"type":"response.failed","response":{"status":"failed","error":{"code":"invalid_api_key","message":"no"},"output":[]}}"#,
            Unauthorized,
        ),
        (
            "responses",
            r#"{"type":"error","code":"server_is_overloaded","message":"no","param":null}"#,
            Overloaded,
        ),
        (
            "responses",
            r#"{"type":"error","code":"E77","message":"oops","param":null}"#,
            UnknownError,
        ),
        (
            "anthropic",
            r#"{"type":"error","error":{"type":"authentication_error","message":"no"}}"#,
            Unauthorized,
        ),
        (
            "anthropic",
            r#"{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}"#,
            Filtered,
        ),
        (
            "anthropic",
            r#"{"type":"error","error":{"type":"api_error","message":"Overloaded"}}"#,
            Overloaded,
        ),
        (
            "anthropic",
            r#"{"type":"error","error":{"type":"new_error","message":"oops"}}"#,
            UnknownError,
        ),
        (
            "gemini",
            r#"{"error":{"code":403,"status":"PERMISSION_DENIED","message":"no"}}"#,
            Unauthorized,
        ),
        (
            "gemini",
            r#"{"error":{"status":"INVALID_ARGUMENT","message":"no"}}"#,
            BadRequest,
        ),
        ("gemini", r#"{"error":{"message":"oops"}}"#, UnknownError),
    ] {
        let failure = fails(name, 200, STREAM, format!("data: {body}\n\n")).await;
        assert_eq!(failure.class, class, "{name}, {body}: {failure}");
    }
}

/// The status, the error object, and its class.
const UNDER_A_STATUS: &[(u16, &str, FailureClass)] = &[
    (
        400,
        r#"{"code":"server_is_overloaded","message":"no"}"#,
        Overloaded,
    ),
    (
        500,
        r#"{"type":"service_unavailable_error","message":"no"}"#,
        Overloaded,
    ),
    (
        429,
        r#"{"type":"engine_overloaded_error","message":"no"}"#,
        Overloaded,
    ),
    (
        498,
        r#"{"message":"Flex tier capacity exceeded"}"#,
        Overloaded,
    ),
    (
        500,
        r#"{"type":"server_error","message":"no"}"#,
        ServerError,
    ),
    (500, r#"{"type":"new_words","message":"no"}"#, ServerError),
    (400, r#"{"type":"server_error","message":"no"}"#, BadRequest),
    (418, r#"{"type":"new_words","message":"no"}"#, BadRequest),
    (500, r#"{"message":"no","code":"401"}"#, Unauthorized),
    (
        500,
        r#"{"message":"Error code: 400 - {'error': 'x'}"}"#,
        BadRequest,
    ),
    (
        429,
        r#"{"code":"1113","message":"insufficient balance"}"#,
        QuotaExhausted,
    ),
    (
        403,
        r#"{"message":"Key limit exceeded","code":403}"#,
        QuotaExhausted,
    ),
    (
        401,
        r#"{"message":"Insufficient balance","type":"CreditsError"}"#,
        QuotaExhausted,
    ),
    (
        429,
        r#"{"type":"exceeded_current_quota_error","message":"suspended"}"#,
        QuotaExhausted,
    ),
    (
        429,
        r#"{"message":"Rate limit exceeded: free-models-per-day"}"#,
        QuotaExhausted,
    ),
    (
        429,
        r#"{"message":"Quota exceeded for metric: x, limit: 0, model: y"}"#,
        QuotaExhausted,
    ),
    (
        429,
        r#"{"message":"Quota exceeded for metric: x, limit: 10, model: y"}"#,
        RateLimited,
    ),
    (
        413,
        r#"{"message":"larger than the minute's tokens","type":"tokens","code":"rate_limit_exceeded"}"#,
        BadRequest,
    ),
    (
        413,
        r#"{"type":"rate_limit_error","message":"no"}"#,
        BadRequest,
    ),
    (
        429,
        r#"{"message":"Request too large for model x","type":"tokens"}"#,
        BadRequest,
    ),
    (
        401,
        r#"{"code":"rate_limit_exceeded","message":"no"}"#,
        Unauthorized,
    ),
    (
        400,
        r#"{"message":"Content Exists Risk","type":"invalid_request_error"}"#,
        Filtered,
    ),
    (
        400,
        r#"{"message":"The input (9 tokens) is longer than the model's context length (8 tokens)."}"#,
        ContextExceeded,
    ),
    (
        422,
        r#"{"message":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8. Given: 9","type":"validation"}"#,
        ContextExceeded,
    ),
    (
        500,
        r#"{"message":"Trying to keep the first 9 tokens when context the overflows."}"#,
        ContextExceeded,
    ),
    (425, r#"{"message":"early"}"#, ServerError),
    (421, r#"{"message":"misdirected"}"#, ServerError),
    (423, r#"{"message":"locked"}"#, ServerError),
    (407, r#"{"message":"proxy"}"#, Unauthorized),
    (499, r#"{"message":"closed"}"#, Interrupted),
];

/// A general word of the body leaves the status its class; a special one doesn't.
#[tokio::test]
async fn a_status_is_beaten_by_special_words_only() {
    let general =
        r#"{"error":{"message":"no capacity","type":"server_error","param":null,"code":null}}"#;
    for name in ["responses", "chat", "compatible", "mistral", "litellm"] {
        for status in [503, 529] {
            let failure = fails(name, status, &[], general).await;
            assert_eq!(failure.class, Overloaded, "{name}: {failure}");
        }
        for (status, error, class) in UNDER_A_STATUS {
            if name != "compatible" && *status % 7 != u16::try_from(name.len() % 7).unwrap() {
                continue;
            }
            let failure = fails(name, *status, &[], format!(r#"{{"error":{error}}}"#)).await;
            assert_eq!(
                failure.class, *class,
                "{name}, {status}, {error}: {failure}"
            );
        }
    }
}

/// No class allows a reaction that the headers forbid.
#[tokio::test]
async fn a_server_may_say_that_asking_again_is_of_no_use() {
    for (headers, refused) in [
        (&[("x-should-retry", "false")][..], true),
        (&[("x-should-retry", "true")], false),
        (&[], false),
    ] {
        for name in ["responses", "anthropic", "compatible"] {
            let failure = fails(name, 429, headers, r#"{"error":{"message":"no"}}"#).await;
            assert_eq!((failure.class, failure.no_retry), (RateLimited, refused));
        }
    }
}
