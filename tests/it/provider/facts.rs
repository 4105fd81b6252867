//! Facts about an attempt that failed: who served it, what it cost, and nothing that is unfit
//! to print.

use driftless::FailureClass;
use driftless::provider::{AttemptMetadata, Compatible};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::Failure;

use super::{MIB, ask, each_fails, says};

/// Model and tokens as each API writes them, for the front of a body.
pub(super) fn paid(api: &str) -> &'static str {
    match api {
        "responses" | "anthropic" => {
            r#""model":"model-1","usage":{"input_tokens":30,"output_tokens":4}"#
        }
        "gemini" => {
            r#""modelVersion":"models/model-1","usageMetadata":{"promptTokenCount":30,"candidatesTokenCount":4}"#
        }
        _ => r#""model":"model-1","usage":{"prompt_tokens":30,"completion_tokens":4}"#,
    }
}

fn assert_paid(api: &str, facts: &AttemptMetadata) {
    assert_eq!(facts.served_model.as_deref(), Some("model-1"), "{api}");
    let usage = facts.usage.unwrap_or_else(|| panic!("{api}: no usage"));
    assert_eq!((usage.input, usage.output), (30, 4), "{api}");
}

#[tokio::test]
async fn an_answer_of_another_form_has_been_paid_for() {
    let wrong = |api: &str| match api {
        "responses" => r#""status":7"#,
        "anthropic" => r#""stop_reason":7"#,
        "gemini" => r#""candidates":{}"#,
        _ => r#""choices":{}"#,
    };
    each_fails(
        |api| {
            let body = format!("{{{},{}}}", paid(api), wrong(api));
            Act::Send(answer(200, &[], body))
        },
        |api, failure| {
            assert_eq!(failure.class, FailureClass::Malformed, "{api}: {failure}");
            assert_paid(api, &failure.metadata);
        },
    )
    .await;
}

#[tokio::test]
async fn an_error_with_status_200_has_been_paid_for() {
    each_fails(
        |api| {
            let body = format!(
                r#"{{{},"error":{{"message":"late failure","code":"server_error"}}}}"#,
                paid(api)
            );
            Act::Send(answer(200, &[], body))
        },
        |api, failure| {
            assert_eq!(failure.class, FailureClass::ServerError, "{api}: {failure}");
            assert_paid(api, &failure.metadata);
        },
    )
    .await;
}

/// The status decides; nobody's error object is that long.
#[tokio::test]
async fn a_long_error_is_not_read_as_one() {
    let long = format!(
        r#"{{"error":{{"message":"no","filler":[{}0]}}}}"#,
        "0,".repeat(100_000)
    );
    for (status, class) in [
        (429, FailureClass::RateLimited),
        (200, FailureClass::UnknownError),
    ] {
        each_fails(
            |_| Act::Send(answer(status, &[], &long)),
            |api, failure| {
                assert_eq!(failure.class, class, "{api}: {failure}");
                let message = format!("status {status}: without an error object: {{\"error\":");
                assert!(failure.message.starts_with(&message), "{api}: {failure}");
            },
        )
        .await;
    }
}

async fn with_key(key: &str, status: u16, body: String) -> Failure {
    let server = Loopback::start([Exchange::any(Act::Send(answer(status, &[], body)))]).await;
    let failure = ask(&Compatible::new(key).base_url(server.url()), MIB)
        .await
        .expect_err("no answer");
    server.finish();
    failure
}

/// Wherever a long message is cut, no half of the key is left.
#[tokio::test]
async fn a_key_at_the_cut_is_taken_out_whole() {
    let key = "sk-canary-4f1d9a-and-forty-more-characters-behind";
    for before in (180..420).step_by(11) {
        let filler = "x".repeat(before);
        let told =
            format!(r#"{{"error":{{"message":"{filler}{key} was sent","code":"{filler}{key}"}}}}"#);
        let refused = format!(
            r#"{{"choices":[{{"message":{{"refusal":"{filler}{key}"}},"finish_reason":"stop"}}]}}"#
        );
        for (status, body) in [(400, told), (200, refused)] {
            let failure = with_key(key, status, body).await;
            let shown = format!("{failure:?}");
            assert!(!shown.contains("sk-"), "{before}: {shown}");
        }
    }
}

#[tokio::test]
async fn what_vendors_say_is_fit_to_print() {
    let long = format!("\\u001b[31m\\u202e{}", "m".repeat(10_000));
    each_fails(
        |api| {
            let (model, id) = match api {
                "gemini" => ("modelVersion", "responseId"),
                _ => ("model", "request_id"),
            };
            let body = format!(
                r#"{{"{model}":"{long}","{id}":"{long}","error":{{"message":"{long}","code":"{long}"}}}}"#
            );
            Act::Send(answer(200, &[], body))
        },
        |api, failure| {
            let facts = &failure.metadata;
            for text in [
                Some(&failure.message),
                failure.code.as_ref(),
                facts.served_model.as_ref(),
                facts.request_id.as_ref(),
            ]
            .into_iter()
            .flatten()
            {
                assert!(text.chars().count() <= 500, "{api}: {} bytes", text.len());
                assert!(!text.contains(['\u{1b}', '\u{202e}']), "{api}: {text:?}");
            }
            assert!(facts.served_model.is_some(), "{api}");
        },
    )
    .await;
}

/// A name that is all right comes through as it is.
#[tokio::test]
async fn a_plain_name_is_not_touched() {
    let body = says("chat", "hello").replacen('{', r#"{"model":"Qwen/Qwen3-8B (Q4_K_M) ü","#, 1);
    let act = Act::Send(answer(200, &[("x-request-id", "req-ä")], body));
    let server = Loopback::start([Exchange::any(act)]).await;
    let reply = ask(&Compatible::at(server.url()), MIB).await.unwrap();
    server.finish();
    assert_eq!(
        reply.metadata.served_model.as_deref(),
        Some("Qwen/Qwen3-8B (Q4_K_M) ü")
    );
}
