//! One line has the model, the class and the cause; nothing is repeated, and no part of the answer
//! is in it.

use std::time::Duration;

use driftless::provider::{ConfigError, OpenAi};
use driftless::{Ask, BuildError, Contract, Error, FailureClass, Plan, Price};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use serde_json::json;

/// Who owes what.
#[derive(Debug, Contract)]
pub(super) struct Debt {
    owner: String,
    #[contract(range(..=100))]
    dollars: u32,
}

async fn fails_at(url: &str) -> Error {
    let model = OpenAi::new("key")
        .base_url(url)
        .chat()
        .model("m")
        .price(Price::free())
        .timeout(Duration::from_secs(30));
    let plan = Plan::<Ask<Debt>>::primary(model).build().unwrap();
    plan.call(Ask::new("?")).await.unwrap_err()
}

pub(super) async fn fails(act: Act) -> Error {
    let server = Loopback::start([Exchange::any(act)]).await;
    let error = fails_at(&server.url()).await;
    server.finish();
    error
}

pub(super) fn refused(status: u16, body: impl Into<String>) -> Act {
    Act::Send(answer(
        status,
        &[("content-type", "application/json")],
        body.into(),
    ))
}

/// The line, which must hold all of `parts`; the chain adds nothing that it has.
fn line(error: &Error, parts: &[&str]) {
    let line = error.to_string();
    assert!(!line.contains('\n'), "{line}");
    for part in parts {
        assert_eq!(line.matches(part).count(), 1, "{part:?} in {line:?}");
    }
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        assert!(!line.contains(&cause.to_string()), "{cause} in {line}");
        next = cause.source();
    }
    let long = format!("{error:#}");
    assert!(long.starts_with(&line), "{long}");
    assert_eq!(format!("{error:?}"), long);
    assert!(long.contains(&error.receipt().id), "{long}");
}

#[tokio::test]
async fn a_vendors_own_words_are_in_the_line() {
    let said =
        json!({"error": {"message": "no such key", "type": "auth", "code": "invalid_api_key"}});
    let error = fails(refused(401, said.to_string())).await;
    line(
        &error,
        &[
            "m (openai): ",
            "unauthorized: ",
            "status 401",
            "no such key",
            "is the API key right?",
        ],
    );
    let said = json!({"error": {"message": "bad field", "type": "invalid_request_error"}});
    let error = fails(refused(400, said.to_string())).await;
    line(&error, &["bad request: ", "status 400", "bad field"]);
    assert_eq!(error.failure().unwrap().class, FailureClass::BadRequest);
}

#[tokio::test]
async fn what_is_no_answer_of_a_vendor_is_in_the_line() {
    let error = fails(refused(404, "")).await;
    line(&error, &["not found: ", "status 404"]);
    let error = fails(refused(200, "<html>Log in</html>")).await;
    line(&error, &["malformed reply: ", "HTML"]);
}

#[tokio::test]
async fn why_there_is_no_connection_is_in_the_line() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let error = fails_at(&url).await;
    line(&error, &["unreachable: ", &url, "refused"]);
    assert!(
        format!("{error:#}").contains("\n  caused by: "),
        "{error:#}"
    );
}

#[tokio::test]
async fn a_drift_is_told_by_its_places_and_never_by_the_answer() {
    let content = r#"{"owner":"Jane Doe","dollars":"twelve for Jane","Jane Doe":1}"#;
    let body = json!({"id": "c1", "object": "chat.completion", "created": 1, "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}]});
    let error = fails(refused(200, body.to_string())).await;
    line(
        &error,
        &[
            "drifted from the contract: `Debt`: ",
            "/dollars: expected a whole number",
            "/*: expected",
            "(asked http://127.0.0.1:",
        ],
    );
    let drift = error.drift().unwrap();
    let redacted = drift.redacted();
    let told = format!(
        "{error} {error:#} {error:?} {drift:?} {redacted} {redacted:#} {redacted:?} {}",
        serde_json::to_string(&redacted).unwrap()
    );
    assert!(!told.contains("Jane") && !told.contains("twelve"), "{told}");
    assert!(drift.to_string().contains("Jane"));
}

/// A model that nobody asked for is often that of another server.
#[tokio::test]
async fn who_else_served_is_in_the_line_with_the_address() {
    let body = json!({"id": "c1", "object": "chat.completion", "created": 1, "model": "other",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "{}"}, "finish_reason": "stop"}]});
    let error = fails(refused(200, body.to_string())).await;
    line(
        &error,
        &[
            "served by another model: ",
            "but other served",
            "(asked http://127.0.0.1:",
            "/chat/completions)",
        ],
    );
}

#[test]
fn an_error_for_a_test_of_ones_own_can_be_made() {
    let receipt = driftless::Receipt::new("Prompt", "Debt");
    let error =
        Error::new(FailureClass::RateLimited, "status 429: slow down").with_receipt(receipt);
    assert_eq!(error.to_string(), "rate limited: status 429: slow down");
    assert_eq!(error.receipt().failure, Some(error.class()));
    assert_eq!(error.class().name(), "rate_limited");
}

fn debug_is_display<E: std::error::Error>(error: &E) {
    assert_eq!(format!("{error:?}"), format!("{error:#}"));
}

/// The output of `?` in `main`.
#[test]
fn what_main_prints_of_a_setting_is_readable() {
    let model = || OpenAi::new("").model("m").timeout(Duration::ZERO);
    let key: ConfigError = model().provider().check().unwrap_err();
    debug_is_display(&key);
    let error: BuildError = Plan::<Ask<Debt>>::primary(model()).build().unwrap_err();
    debug_is_display(&error);
    let printed = format!("{error:?}");
    assert!(
        error.problems().len() > 1 && printed.lines().count() > 2,
        "{printed}"
    );
}
