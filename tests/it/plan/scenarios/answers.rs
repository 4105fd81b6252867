//! S01 to S06, S12 and S13: errors and connections.

use std::time::{Duration, Instant};

use driftless::FailureClass;
use driftless::provider::TimeLimit;
use driftless_tests::loopback::Act;

use super::{BY_FALLBACK, BY_PRIMARY, Bench, classes, first_says, refuses};

const HAPPY: &str = r#"{"happy":true}"#;

fn once(first: Act) -> impl FnMut(usize) -> Act + Send {
    move |hit| {
        if hit == 0 {
            first.clone()
        } else {
            first_says(HAPPY)
        }
    }
}

#[tokio::test]
async fn s01_a_rate_limit_with_retry_after() {
    let wait = [("retry-after-ms", "600")];
    let bench = Bench::new(once(refuses(429, &wait, "rate_limit_exceeded"))).await;
    let started = Instant::now();
    let answer = bench.call().await.unwrap();
    assert!(
        started.elapsed() >= Duration::from_millis(600),
        "as long as asked"
    );
    assert_eq!(answer.value, BY_PRIMARY);
    assert_eq!(classes(&answer.receipt), ["rate limited", ""]);
    assert_eq!(
        answer.receipt.attempts[0].retry_after,
        Some(Duration::from_millis(600))
    );
    assert_eq!(bench.hits(), (2, 0));
}

#[tokio::test]
async fn s02_a_rate_limit_for_ever() {
    for (headers, hits) in [
        (Vec::new(), 3),
        // Longer than the call has: no wait in vain.
        (vec![("retry-after", "3600")], 1),
    ] {
        let bench = Bench::new(move |_| refuses(429, &headers, "rate_limit_exceeded")).await;
        let started = Instant::now();
        let answer = bench.call().await.unwrap();
        assert!(started.elapsed() < Duration::from_secs(5));
        assert_eq!(answer.value, BY_FALLBACK);
        assert_eq!(
            answer.receipt.fallback().unwrap().reason,
            FailureClass::RateLimited
        );
        assert_eq!(bench.hits(), (hits, 1));
    }
}

#[tokio::test]
async fn s03_one_500() {
    let bench = Bench::new(once(refuses(500, &[], "server_error"))).await;
    let answer = bench.call().await.unwrap();
    assert_eq!(answer.value, BY_PRIMARY);
    assert_eq!(classes(&answer.receipt), ["server error", ""]);
    assert_eq!(bench.hits(), (2, 0));
}

#[tokio::test]
async fn s04_503() {
    let bench = Bench::new(|_| refuses(503, &[], "overloaded")).await;
    let answer = bench.call().await.unwrap();
    assert_eq!(answer.value, BY_FALLBACK);
    assert_eq!(
        classes(&answer.receipt),
        ["overloaded", "overloaded", "overloaded", ""]
    );
    assert_eq!(bench.hits(), (3, 1));
}

#[tokio::test]
async fn s05_a_reset_connection() {
    let bench = Bench::new(|_| Act::Reset).await;
    let answer = bench.call().await.unwrap();
    assert_eq!(answer.value, BY_FALLBACK);
    assert_eq!(
        classes(&answer.receipt),
        ["unreachable", "unreachable", "unreachable", ""]
    );
    assert_eq!(bench.hits(), (3, 1));
}

/// The vendor takes the request and is silent. Asked once more at most: every try costs the caller
/// the whole limit.
#[tokio::test]
async fn s06_no_answer() {
    let bench = Bench::new(|_| Act::Hang).await;
    let started = Instant::now();
    let answer = bench.call().await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(answer.value, BY_FALLBACK);
    assert_eq!(classes(&answer.receipt), ["timed out", "timed out", ""]);
    assert_eq!(
        answer.receipt.attempts[0].limit,
        Some(TimeLimit::FirstToken)
    );
    assert_eq!(bench.hits(), (2, 1));
}

/// A longer context must be chosen when the plan is built, not found by luck: nobody else is asked.
#[tokio::test]
async fn s12_a_prompt_that_is_too_long() {
    let bench = Bench::new(|_| refuses(400, &[], "context_length_exceeded")).await;
    let error = bench.call().await.unwrap_err();
    assert_eq!(error.class(), FailureClass::ContextExceeded);
    assert!(error.receipt().hops.is_empty());
    assert_eq!(bench.hits(), (1, 0));
}

/// A filter's verdict is not routed around.
#[tokio::test]
async fn s13_a_content_filter() {
    let bench = Bench::new(|_| refuses(400, &[], "content_filter")).await;
    let error = bench.call().await.unwrap_err();
    assert_eq!(error.class(), FailureClass::Filtered);
    assert!(error.receipt().hops.is_empty());
    assert_eq!(bench.hits(), (1, 0));
}
