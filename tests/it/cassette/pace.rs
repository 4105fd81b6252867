//! When the pieces of a recorded answer come; tokio's clock is paused, so that times are exact.

use std::time::Duration;

use driftless::cassette::{Cassette, CassetteMode, Pace};
use driftless::provider::{Compatible, Model, TimeLimit};
use driftless::{Ask, FailureClass, Plan, Price, dialect};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, answer};
use serde_json::json;
use tokio::time::Instant;

use super::{HEAD, NOWHERE, Scratch, once};

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn model(url: &str, cassette: &Cassette) -> Model<dialect::Instructions> {
    Compatible::at(url)
        .cassette(cassette)
        .model("model-1")
        .price(Price::free())
        .instructions()
}

/// An answer of which the first piece comes after a quarter of a second, and the last after two.
/// The request is a recorded one.
async fn slow() -> Scratch {
    let event = |delta: &str, finish: Option<&str>| {
        let choice = json!({"index": 0, "delta": {"content": delta}, "finish_reason": finish});
        let event = json!({"model": "model-1", "choices": [choice]});
        format!("data: {event}\n\n")
    };
    let (first, last) = (event("4", None), event("2", Some("stop")));
    let last = format!("{last}data: [DONE]\n\n");
    let headers = [("content-type", "text/event-stream")];
    let server = once(Act::Send(answer(200, &headers, format!("{first}{last}")))).await;
    let scratch = Scratch::new();
    let cassette = scratch.open(CassetteMode::RecordNew);
    let plan = Plan::<Ask<u32>>::primary(model(&server.url(), &cassette));
    let answer = within(plan.build().unwrap().call(Ask::new("6 times 7?"))).await;
    assert_eq!(answer.unwrap().value, 42);
    cassette.finish().await.unwrap();
    server.finish();

    let mut entry = scratch.entries().remove(0);
    entry["response"]["at_us"] = json!(100_000);
    entry["response"]["chunks"] = json!([
        {"at_us": 250_000, "text": first},
        {"at_us": 2_000_000, "text": last},
    ]);
    entry["end"] = json!({"how": "complete", "at_us": 2_500_000});
    Scratch::with(format!("{HEAD}\n{entry}\n"))
}

/// The call's value or failure, the time that it took, and the time to its first token.
async fn at(
    pace: Pace,
    first_token: Option<Duration>,
) -> (Result<u32, FailureClass>, Duration, Option<Duration>) {
    let scratch = slow().await;
    let cassette = Cassette::builder(scratch.path())
        .mode(CassetteMode::Replay)
        .pace(pace)
        .open()
        .unwrap();
    let mut model = model(NOWHERE, &cassette);
    if let Some(limit) = first_token {
        model = model.first_token(limit);
    }
    let plan = Plan::<Ask<u32>>::primary(model).build().unwrap();
    tokio::time::pause();
    let started = Instant::now();
    let outcome = plan.call(Ask::new("6 times 7?")).await;
    let elapsed = started.elapsed();
    tokio::time::resume();
    match outcome {
        Ok(answer) => {
            let first = answer.receipt.attempts[0].first_token_after;
            (Ok(answer.value), elapsed, first)
        }
        Err(error) => {
            assert_eq!(
                error.receipt().attempts[0].limit,
                Some(TimeLimit::FirstToken)
            );
            (Err(error.class()), elapsed, None)
        }
    }
}

#[tokio::test]
async fn at_once_unless_said_otherwise() {
    let (value, elapsed, _) = at(Pace::AtOnce, Some(ms(1))).await;
    assert_eq!(value, Ok(42));
    assert_eq!(elapsed, Duration::ZERO);
}

#[tokio::test]
async fn with_the_times_of_the_recording() {
    let (value, elapsed, first) = at(Pace::Recorded, None).await;
    assert_eq!(value, Ok(42));
    // Tokio's timers round up to the next millisecond.
    let close = |found: Duration, expected: u64| found >= ms(expected) && found <= ms(expected + 2);
    assert!(close(first.unwrap(), 250), "{first:?}");
    assert!(close(elapsed, 2_000), "{elapsed:?}");
}

#[tokio::test]
async fn a_limit_ends_a_slow_recording_as_it_would_the_answer() {
    let (value, _, _) = at(Pace::Recorded, Some(ms(200))).await;
    assert_eq!(value, Err(FailureClass::TimedOut));
    let (value, _, _) = at(Pace::Recorded, Some(ms(300))).await;
    assert_eq!(value, Ok(42));
}
