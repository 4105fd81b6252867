//! A failure on the way is recorded and replayed as such.

use std::time::Duration;

use driftless::cassette::{Cassette, CassetteMode};
use driftless::provider::{Compatible, TimeLimit};
use driftless::retry::Retry;
use driftless::{Ask, Contract, Error, FailureClass, Plan, Price, Receipt};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::{Failure, Reply};

use super::{NOWHERE, Scratch, chat, compatible, json, once};
use crate::provider::{MIB, ask};

/// Returns the words of a failure, times and addresses aside.
fn told(outcome: Result<Reply, Failure>, url: &str) -> (FailureClass, String, Vec<String>) {
    let failure = outcome.unwrap_err();
    let mut causes = Vec::new();
    let mut next = std::error::Error::source(&*failure);
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    assert!(causes.iter().all(|cause| !cause.contains("cassette")));
    let message = failure.message.replace(url, "(url)");
    let facts = (failure.code.clone(), failure.limit, failure.retry_after);
    let facts = format!("{message} {facts:?} {:?}", failure.metadata.status);
    (failure.class, facts, causes)
}

/// The failure that `act` leads to, which must be the same from the cassette.
async fn replays(act: Act) -> (FailureClass, Scratch) {
    let scratch = Scratch::new();
    let server = once(act).await;
    let cassette = scratch.open(CassetteMode::RecordNew);
    let provider = Compatible::at(server.url()).cassette(&cassette);
    let live = told(ask(&provider, MIB).await, &server.url());
    within(cassette.finish()).await.unwrap();
    let url = server.url();
    server.finish();
    let provider = Compatible::at(NOWHERE).cassette(&scratch.replay());
    // A message names the address of the recording.
    let replayed = told(ask(&provider, MIB).await, &url);
    assert_eq!(replayed, live);
    assert!(!replayed.2.is_empty() || scratch.entries()[0]["end"]["how"] != "failed");
    (live.0, scratch)
}

#[tokio::test]
async fn a_server_that_resets_the_connection() {
    let (class, scratch) = replays(Act::Reset).await;
    assert_eq!(class, FailureClass::Unreachable);
    let entry = &scratch.entries()[0];
    assert_eq!(entry["end"]["stage"], "headers");
    assert_eq!(entry.get("response"), None);
}

#[tokio::test]
async fn an_answer_that_breaks_off() {
    let whole = String::from_utf8(answer(200, &[], chat("hello"))).unwrap();
    let cut = whole.as_bytes()[..whole.len() - 9].to_vec();
    let (class, scratch) = replays(Act::SendAndClose(cut)).await;
    assert_eq!(class, FailureClass::Interrupted);
    assert_eq!(scratch.entries()[0]["end"]["stage"], "body");
}

#[tokio::test]
async fn a_stream_that_breaks_off() {
    let event = r#"{"model":"model-1","choices":[{"index":0,"delta":{"content":"hel"},"finish_reason":null}]}"#;
    let text = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 5000\r\n\r\ndata: {event}\n\n"
    );
    let (class, _) = replays(Act::SendAndClose(text.into_bytes())).await;
    assert_eq!(class, FailureClass::Interrupted);
}

/// Reading ends with the event; what the server would have sent behind it is nobody's business.
#[tokio::test]
async fn an_error_within_a_stream() {
    let body = "data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n";
    let headers = [("content-type", "text/event-stream")];
    let (_, scratch) = replays(Act::Send(answer(200, &headers, body))).await;
    assert_ne!(scratch.entries()[0]["end"]["how"], "failed");
}

#[tokio::test]
async fn what_vendors_answer_instead() {
    for (status, headers, body) in [
        (
            429,
            vec![("retry-after", "7"), ("x-request-id", "req_1")],
            r#"{"error":{"message":"slow down","code":"rate_limit_exceeded"}}"#,
        ),
        (
            503,
            vec![
                ("date", "Sun, 22 Nov 2026 10:00:00 GMT"),
                ("retry-after", "Sun, 22 Nov 2026 10:00:30 GMT"),
            ],
            "<html>busy</html>",
        ),
        (
            307,
            vec![("location", "https://elsewhere.example:8443/x?key=k")],
            "",
        ),
        (500, vec![], "\u{fffd}"),
        (200, vec![], "[1, 2"),
        (200, vec![], ""),
    ] {
        replays(Act::Send(answer(status, &headers, body))).await;
    }
    // No text at all.
    let (class, scratch) = replays(Act::Send(answer(200, &[], [0xff, 0x00, 0xfe]))).await;
    assert_eq!(class, FailureClass::Malformed);
    assert_eq!(
        scratch.entries()[0]["response"]["chunks"][0]["base64"],
        "/wD+"
    );
}

#[tokio::test]
async fn nobody_listens() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let url = format!("http://127.0.0.1:{port}");
    let scratch = Scratch::new();
    let cassette = scratch.open(CassetteMode::RecordNew);
    let live = told(ask(&compatible(&url, &cassette), MIB).await, "");
    cassette.finish().await.unwrap();
    assert_eq!(live.0, FailureClass::Unreachable);
    let replayed = told(ask(&compatible(NOWHERE, &scratch.replay()), MIB).await, "");
    assert_eq!(replayed, live);
    assert_eq!(scratch.entries()[0]["end"]["stage"], "connect");
}

/// A request that can't be sent at all fails as it does without a cassette; there is nothing to
/// record.
#[tokio::test]
async fn a_request_that_cannot_be_made_is_not_recorded() {
    let scratch = Scratch::new();
    let cassette = scratch.open(CassetteMode::RecordNew);
    let failure = ask(&Compatible::at("nowhere").cassette(&cassette), MIB)
        .await
        .unwrap_err();
    assert_eq!(failure.class, FailureClass::BadRequest);
    assert_eq!(cassette.finish().await.unwrap().recorded, 0);
    assert!(!scratch.path().exists());
}

#[derive(Debug, PartialEq, Contract)]
struct Word {
    word: String,
}

async fn call(url: &str, cassette: &Cassette, limit: Duration) -> Result<Receipt, Error> {
    let model = compatible(url, cassette)
        .model("model-1")
        .price(Price::free())
        .timeout(limit);
    let soon = Duration::from_millis(1);
    let plan = Plan::<Ask<Word>>::primary(model).retry(Retry::up_to(2).pauses(soon, soon));
    let plan = plan.build().unwrap();
    within(plan.call(Ask::new("x")))
        .await
        .map(|answer| answer.receipt)
}

/// The caller's limit ended it, and does so again.
#[tokio::test]
async fn a_time_limit_passes_again() {
    let scratch = Scratch::new();
    let server = Loopback::always(|_| Act::Hang).await;
    let cassette = scratch.open(CassetteMode::RecordNew);
    let limit = Duration::from_millis(150);
    let live = call(&server.url(), &cassette, limit).await.unwrap_err();
    within(cassette.finish()).await.unwrap();
    server.finish();
    assert_eq!(live.class(), FailureClass::TimedOut);
    let replayed = call(NOWHERE, &scratch.replay(), limit).await.unwrap_err();
    assert_eq!(replayed.class(), FailureClass::TimedOut);
    let limits = |error: &Error| -> Vec<_> {
        let attempts = &error.receipt().attempts;
        attempts.iter().map(|attempt| attempt.limit).collect()
    };
    assert_eq!(limits(&replayed), limits(&live));
    assert_eq!(limits(&live)[0], Some(TimeLimit::Total));
    for entry in scratch.entries() {
        assert_eq!(entry["end"]["how"], "abandoned");
    }
}

/// Each try is an exchange of its own.
#[tokio::test]
async fn retries_are_replayed_one_by_one() {
    let scratch = Scratch::new();
    let busy = || Exchange::any(json(503, r#"{"error":{"message":"busy"}}"#));
    let good = Exchange::any(json(200, &chat(r#"{\"word\":\"yes\"}"#)));
    let server = Loopback::start([busy(), busy(), good]).await;
    let cassette = scratch.open(CassetteMode::RecordNew);
    let limit = Duration::from_secs(30);
    let live = call(&server.url(), &cassette, limit).await.unwrap();
    cassette.finish().await.unwrap();
    server.finish();
    let replayed = call(NOWHERE, &scratch.replay(), limit).await.unwrap();
    let ways = |receipt: &Receipt| -> Vec<_> {
        let attempts = receipt.attempts.iter();
        attempts
            .map(|attempt| (attempt.failure, attempt.status, attempt.usage))
            .collect()
    };
    assert_eq!(ways(&replayed), ways(&live));
    assert_eq!(replayed.attempts.len(), 3);
}
