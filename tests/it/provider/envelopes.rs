//! Errors in envelopes that no table knows, and replies that are no answer at all: a verdict within
//! is found, and what stays unknown is neither retried nor a reason to ask another model.

use driftless::FailureClass::{self, NotFound, QuotaExhausted, Unauthorized, UnknownError};
use driftless::failure::{Fallback, Retryable};

use super::vendors::STREAM;
use super::verdicts::fails;

/// The body, and its class within a success. Forms: references of the named clouds and gateways
/// (read 2026-11); words ours.
const UNUSUAL: &[(&str, FailureClass)] = &[
    // Apigee.
    (
        r#"{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}"#,
        Unauthorized,
    ),
    (
        r#"{"fault":{"detail":{"errorcode":"keymanagement.service.invalid_access_token"}}}"#,
        Unauthorized,
    ),
    // Proxies.
    (r#"{"err":{"message":"no","code":"401"}}"#, Unauthorized),
    (r#"{"err":"insufficient balance"}"#, QuotaExhausted),
    (
        r#"{"error_response":{"code":401,"message":"no"}}"#,
        Unauthorized,
    ),
    (
        r#"{"data":{"error":{"message":"no such model"}}}"#,
        NotFound,
    ),
    (
        r#"{"result":{"inner":{"error":{"code":"402"}}}}"#,
        QuotaExhausted,
    ),
    // Tencent Cloud, Volcengine, iFlytek.
    (
        r#"{"Response":{"Error":{"Code":"AuthFailure.SecretIdNotFound","Message":"no"},"RequestId":"1"}}"#,
        Unauthorized,
    ),
    (
        r#"{"ResponseMetadata":{"RequestId":"1","Error":{"Code":"InvalidAccessKey","Message":"no"}}}"#,
        Unauthorized,
    ),
    (
        r#"{"header":{"code":11200,"message":"auth failed","sid":"1"}}"#,
        UnknownError,
    ),
    // No error that anybody knows, and no answer.
    (r#"{"object":"list","data":[{"id":"m-1"}]}"#, UnknownError),
    (r#"{"ok":true}"#, UnknownError),
    (r#"{"wait":{"queue":3}}"#, UnknownError),
    (r"{}", UnknownError),
];

#[tokio::test]
async fn an_unusual_envelope_within_a_success_masks_no_verdict() {
    for name in ["compatible", "chat", "responses", "anthropic", "gemini"] {
        for (body, class) in UNUSUAL {
            let failure = fails(name, 200, &[], body).await;
            assert_eq!(failure.class, *class, "{name}, {body}: {failure}");
            if !body.starts_with("{}") {
                assert!(failure.to_string().len() > 20, "{name}, {body}: {failure}");
            }
            if *class == UnknownError {
                assert_eq!(failure.class.retry(), Retryable::Never);
                assert_ne!(failure.class.fallback(), Fallback::ByDefault);
            }
        }
    }
    for name in ["compatible", "chat", "openrouter"] {
        for (body, class) in UNUSUAL {
            let events = format!("data: {body}\n\ndata: [DONE]\n\n");
            let failure = fails(name, 200, STREAM, events).await;
            assert_eq!(failure.class, *class, "{name}, {body}: {failure}");
        }
    }
}

/// A status that is retried elsewhere changes nothing.
#[tokio::test]
async fn nor_does_it_under_a_status_that_passes() {
    for (body, class) in UNUSUAL.iter().filter(|(_, class)| *class != UnknownError) {
        for status in [500, 502, 503, 529] {
            let failure = fails("compatible", status, &[], body).await;
            assert_eq!(failure.class, *class, "{status}, {body}: {failure}");
        }
    }
}

/// An answer without a choice is what vendors send by mistake; it has the members of one.
#[tokio::test]
async fn an_empty_answer_stays_malformed() {
    for body in [
        r#"{"id":"1","model":"m-1","choices":[],"usage":null}"#,
        r#"{"id":"1","model":"m-1","choices":null}"#,
    ] {
        let failure = fails("compatible", 200, &[], body).await;
        assert_eq!(failure.class, FailureClass::Malformed, "{body}: {failure}");
    }
}
