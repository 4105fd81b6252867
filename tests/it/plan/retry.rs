//! Retries on the same model: bounded, in time, as the vendor asks, and a tenth of all calls at
//! most. Tokio's time is paused, so that every wait is exact.

use std::time::Duration;

use driftless::plan::Random;
use driftless::receipt::AttemptKind;
use driftless::retry::{Retry, RetryBudget};
use driftless::{FailureClass, Plan, When};
use tokio::time::Instant;

use super::{FindMood, GOOD, QUESTION, Say, scripted, vouched};

#[tokio::test(start_paused = true)]
async fn a_passing_failure_is_tried_again_and_told() {
    let script = [
        Say::Fail(FailureClass::Overloaded),
        Say::Fail(FailureClass::ServerError),
        Say::Text(GOOD),
    ];
    let (model, asked) = scripted("one", "alpha", script);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .retry(Retry::up_to(2))
        .build()
        .unwrap();
    let answer = plan.call(QUESTION).await.unwrap();
    let kinds: Vec<_> = answer.receipt.attempts.iter().map(|a| a.kind).collect();
    assert_eq!(
        kinds,
        [AttemptKind::First, AttemptKind::Retry, AttemptKind::Retry]
    );
    assert_eq!(asked.times(), 3);
    assert!(answer.receipt.fallback().is_none());
}

#[tokio::test(start_paused = true)]
async fn the_vendors_wish_is_kept_to_or_there_is_no_retry() {
    for (asked_for, attempts, reason) in [
        (2, 2, None),
        (29, 1, Some("past the deadline")),
        (u64::MAX / 4, 1, Some("longer wait than the policy")),
    ] {
        let wait = Say::Wait(FailureClass::RateLimited, Duration::from_secs(asked_for));
        let (model, asked) = scripted("one", "alpha", [wait, Say::Text(GOOD)]);
        let plan = Plan::<FindMood<'_>>::primary(model)
            .retry(Retry::up_to(1))
            .deadline(Duration::from_secs(20))
            .build()
            .unwrap();
        let started = Instant::now();
        let result = plan.call(QUESTION).await;
        assert_eq!(asked.times(), attempts, "{asked_for} s");
        match (result, reason) {
            (Ok(_), None) => assert!(started.elapsed() >= Duration::from_secs(asked_for)),
            (Err(error), Some(reason)) => {
                assert_eq!(error.class(), FailureClass::RateLimited);
                assert!(
                    started.elapsed() < Duration::from_secs(1),
                    "no wait in vain"
                );
                let told = error.receipt().attempts[0].not_retried.clone().unwrap();
                assert!(told.contains(reason), "{told}");
            }
            (result, _) => panic!("{result:?}"),
        }
    }
}

/// A rate limit that lasts longer than the call goes straight to the next model.
#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_falls_back_at_once() {
    let wait = Say::Wait(FailureClass::RateLimited, Duration::from_secs(3600));
    let (first, _) = scripted("one", "alpha", [wait]);
    let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::RATE_LIMITED, vouched())
        .retry(Retry::up_to(3))
        .production()
        .build()
        .unwrap();
    let started = Instant::now();
    let answer = plan.call(QUESTION).await.unwrap();
    assert_eq!(answer.receipt.attempts.len(), 2);
    assert_eq!(started.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_waits_the_same() {
    let mut waits = Vec::new();
    for _ in 0..2 {
        let (model, _) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
        let plan = Plan::<FindMood<'_>>::primary(model)
            .retry(Retry::up_to(3))
            .random(Random::seeded(7))
            .build()
            .unwrap();
        let started = Instant::now();
        plan.call(QUESTION).await.unwrap_err();
        waits.push(started.elapsed());
    }
    assert!(waits[0] > Duration::ZERO);
    // Tokio's timers round up to whole milliseconds.
    assert!(
        waits[0].abs_diff(waits[1]) <= Duration::from_millis(3),
        "{waits:?}"
    );
}

/// The whole vendor is down for 60 seconds under 50 calls a second: attempts stay within 1.1 times
/// the calls.
#[tokio::test(start_paused = true)]
async fn an_outage_is_not_answered_with_a_storm() {
    const CALLS: usize = 3000;
    let (model, asked) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
    let shared = RetryBudget::default();
    let plan = Plan::<FindMood<'_>>::primary(model)
        .retry(Retry::up_to(3))
        .retry_budget(&shared)
        .build()
        .unwrap();
    let mut calls = Vec::new();
    for _ in 0..CALLS {
        let call = plan.call(QUESTION);
        calls.push(tokio::spawn(call));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(error.class(), FailureClass::Overloaded);
    }
    let attempts = asked.times();
    assert!(attempts > CALLS, "some were retried");
    assert!(
        attempts <= CALLS + CALLS / 10,
        "{attempts} attempts of {CALLS} calls"
    );
}

/// With the breakers that production has, most calls don't reach the vendor at all.
#[tokio::test(start_paused = true)]
async fn with_breakers_an_outage_costs_a_few_attempts() {
    const CALLS: usize = 3000;
    let (model, asked) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .retry(Retry::up_to(3))
        .production()
        .build()
        .unwrap();
    let mut open = 0;
    for _ in 0..CALLS {
        let error = plan.call(QUESTION).await.unwrap_err();
        open += usize::from(error.class() == FailureClass::BreakerOpen);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(asked.times() < 50, "{} attempts", asked.times());
    assert!(open > CALLS * 9 / 10, "{open} refused");
}
