//! S07 to S11 and S14: streams that come late, stop, break or lack their end. Each has already said
//! a whole and right-looking document by then, which is not to be taken for the answer.

use std::time::{Duration, Instant};

use driftless::FailureClass;
use driftless::provider::{Role, TimeLimit};
use driftless_tests::loopback::Act;
use serde_json::{Value, json};

use super::{BY_FALLBACK, Bench, PRIMARY, classes, refuses, second_says};

const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

/// One HTTP chunk.
fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}

/// One event with a piece of the answer.
fn piece(content: &str, finish: Option<&str>) -> String {
    let event = json!({
        "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": PRIMARY,
        "choices": [{"index": 0, "delta": {"content": content}, "finish_reason": finish}]
    });
    chunk(&format!("data: {event}\n\n"))
}

fn send(parts: &[String]) -> Act {
    Act::Send([HEAD.as_bytes(), parts.concat().as_bytes()].concat())
}

/// The whole document, but not the end of the stream.
fn document() -> Vec<String> {
    vec![piece("{\"happy\":", None), piece("true}", None)]
}

#[tokio::test]
async fn s07_a_first_token_after_20_seconds() {
    let late = || {
        let rest = Act::Send([document().concat().as_bytes(), b"0\r\n\r\n"].concat());
        Act::InTurn(vec![
            Act::Send(HEAD.as_bytes().to_vec()),
            Act::Late(Duration::from_secs(20), Box::new(rest)),
        ])
    };
    let bench = Bench::new(move |_| late()).await;
    let started = Instant::now();
    let answer = bench.call().await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(answer.value, BY_FALLBACK);
    assert_eq!(classes(&answer.receipt), ["timed out", "timed out", ""]);
    assert_eq!(
        answer.receipt.attempts[0].limit,
        Some(TimeLimit::FirstToken)
    );
    assert_eq!(
        answer.receipt.fallback().unwrap().reason,
        FailureClass::TimedOut
    );
    assert_eq!(bench.hits(), (2, 1));
}

#[tokio::test]
async fn s08_a_stream_that_is_cut() {
    for end in [Act::Reset, Act::SendAndClose(Vec::new())] {
        let cut = move |_| Act::InTurn(vec![send(&document()), end.clone()]);
        let bench = Bench::new(cut).await;
        let answer = bench.call().await.unwrap();
        assert_eq!(answer.value, BY_FALLBACK);
        assert_eq!(
            classes(&answer.receipt),
            ["interrupted", "interrupted", "interrupted", ""]
        );
        assert_eq!(bench.hits(), (3, 1));
    }
}

#[tokio::test]
async fn s09_a_stream_that_stalls() {
    let bench = Bench::new(|_| Act::InTurn(vec![send(&document()), Act::Hang])).await;
    let started = Instant::now();
    let answer = bench.call().await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(answer.value, BY_FALLBACK);
    assert_eq!(classes(&answer.receipt), ["timed out", "timed out", ""]);
    assert_eq!(answer.receipt.attempts[0].limit, Some(TimeLimit::Stall));
    assert!(answer.receipt.attempts[0].first_token_after.is_some());
    assert_eq!(bench.hits(), (2, 1));
}

#[tokio::test]
async fn s10_a_malformed_chunk() {
    for broken in [
        "data: {\"choices\":[{\"index\":0,\n\n",
        "data: [1,2]\n\n",
        "data: \u{7}{}\n\n",
    ] {
        let bench = Bench::new(move |_| {
            let mut parts = document();
            parts.push(chunk(broken));
            parts.push(piece("", Some("stop")));
            parts.push(chunk("data: [DONE]\n\n"));
            parts.push("0\r\n\r\n".to_owned());
            send(&parts)
        })
        .await;
        let answer = bench.call().await.unwrap();
        assert_eq!(answer.value, BY_FALLBACK, "{broken}");
        assert_eq!(
            classes(&answer.receipt),
            ["malformed reply", "malformed reply", ""]
        );
        assert_eq!(bench.hits(), (2, 1));
    }
}

/// The transfer ends as HTTP wants it, but the API's own end is missing.
#[tokio::test]
async fn s11_no_terminator() {
    let bench = Bench::new(|_| {
        let mut parts = document();
        parts.push("0\r\n\r\n".to_owned());
        send(&parts)
    })
    .await;
    let answer = bench.call().await.unwrap();
    assert_eq!(answer.value, BY_FALLBACK);
    assert_eq!(
        classes(&answer.receipt),
        ["interrupted", "interrupted", "interrupted", ""]
    );
    assert_eq!(bench.hits(), (3, 1));
}

/// Nothing of a cut answer is handed on: the other model is asked the question itself, and if it
/// rejects that, the call ends with a clean error.
#[tokio::test]
async fn s14_a_fallback_that_rejects_a_prefill() {
    for rejects in [false, true] {
        let cut = |_| Act::InTurn(vec![send(&document()), Act::Reset]);
        let bench = Bench::with_fallback(cut, move |_| {
            if rejects {
                refuses(400, &[], "invalid_request_error")
            } else {
                second_says(r#"{"happy":false}"#)
            }
        })
        .await;
        let result = bench.call().await;
        match result {
            Ok(answer) => assert_eq!((answer.value, rejects), (BY_FALLBACK, false)),
            Err(error) => {
                assert_eq!((error.class(), rejects), (FailureClass::BadRequest, true));
                assert_eq!(error.receipt().attempts.len(), 4);
            }
        }
        bench.primary.finish();
        let seen = bench.fallback.finish();
        assert_eq!(seen.len(), 1, "a bad request is not sent again");
        let body: Value = serde_json::from_str(&seen[0].body).unwrap();
        let roles: Vec<&str> = body["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|message| message["role"].as_str().unwrap())
            .collect();
        assert_eq!(
            roles,
            ["user"],
            "{:?} of the cut answer is not sent on",
            Role::Assistant
        );
    }
}
