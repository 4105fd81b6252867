//! Breakers in plans: open after failures, neutral to failures that are nobody's fault, closed
//! again by probes, and reported.

use std::time::Duration;

use driftless::breaker::{BreakerKey, BreakerPolicy, BreakerState, Breakers};
use driftless::plan::Random;
use driftless::receipt::AttemptKind;
use driftless::{FailureClass, Plan, When};

use super::{DRIFTED, FindMood, GOOD, QUESTION, Say, scripted, vouched};

fn breakers() -> Breakers {
    let policy = BreakerPolicy::default().min_calls(4).probes(1);
    Breakers::with_random(policy, Random::seeded(1)).unwrap()
}

fn state(breakers: &Breakers) -> BreakerState {
    let all = breakers.all();
    all[0].snapshot(Duration::MAX).state
}

#[tokio::test(start_paused = true)]
async fn an_open_breaker_sends_calls_straight_on_until_a_probe_succeeds() {
    let mut script = vec![Say::Fail(FailureClass::Overloaded); 4];
    script.push(Say::Text(GOOD));
    let (first, asked) = scripted("one", "alpha", script);
    let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
    let shared = breakers();
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::OVERLOADED, vouched())
        .breakers(&shared)
        .production()
        .build()
        .unwrap();
    for _ in 0..8 {
        plan.call(QUESTION).await.unwrap();
    }
    assert_eq!(asked.times(), 4, "the other four went past it");
    let receipt = plan.call(QUESTION).await.unwrap().receipt;
    assert_eq!(
        receipt.fallback().unwrap().reason,
        FailureClass::BreakerOpen
    );
    let skip = &receipt.skips[0];
    assert_eq!(
        (skip.model.as_str(), skip.reason),
        ("alpha", FailureClass::BreakerOpen)
    );
    assert_eq!(receipt.attempts.len(), 1);

    tokio::time::sleep(Duration::from_secs(31)).await;
    let receipt = plan.call(QUESTION).await.unwrap().receipt;
    let probe = receipt.answered().unwrap();
    assert_eq!(
        (probe.kind, probe.breaker, probe.step),
        (AttemptKind::Probe, Some(BreakerState::HalfOpen), 0)
    );
    let receipt = plan.call(QUESTION).await.unwrap().receipt;
    assert_eq!(receipt.attempts[0].breaker, Some(BreakerState::Closed));
}

#[tokio::test]
async fn what_is_not_the_vendors_fault_opens_nothing() {
    for say in [
        Say::Fail(FailureClass::RateLimited),
        Say::Fail(FailureClass::Unauthorized),
        Say::Fail(FailureClass::Refused),
        Say::Text(DRIFTED),
    ] {
        let (model, asked) = scripted("one", "alpha", [say]);
        let shared = breakers();
        let plan = Plan::<FindMood<'_>>::primary(model)
            .breakers(&shared)
            .build()
            .unwrap();
        for _ in 0..12 {
            plan.call(QUESTION).await.unwrap_err();
        }
        assert_eq!((asked.times(), state(&shared)), (12, BreakerState::Closed));
    }
}

/// The caller's own deadline says nothing about the model; the model's own limit does.
#[tokio::test(start_paused = true)]
async fn only_the_models_own_limits_count_as_slow() {
    for (timeout, deadline, opened) in [(600, 1, false), (1, 5, true)] {
        let (model, _) = scripted("one", "alpha", [Say::Hang]);
        let shared = breakers();
        let plan = Plan::<FindMood<'_>>::primary(model.timeout(Duration::from_secs(timeout)))
            .deadline(Duration::from_secs(deadline))
            .breakers(&shared)
            .build()
            .unwrap();
        for _ in 0..4 {
            let error = plan.call(QUESTION).await.unwrap_err();
            assert_eq!(error.class(), FailureClass::TimedOut);
        }
        assert_eq!(state(&shared) == BreakerState::Open, opened);
    }
}

#[tokio::test]
async fn drifts_open_the_quality_breaker_only() {
    let (model, asked) = scripted("one", "alpha", [Say::Text(DRIFTED)]);
    let (health, quality) = (breakers(), breakers());
    let plan = Plan::<FindMood<'_>>::primary(model)
        .breakers(&health)
        .quality_breakers(&quality)
        .build()
        .unwrap();
    for _ in 0..4 {
        plan.call(QUESTION).await.unwrap_err();
    }
    let error = plan.call(QUESTION).await.unwrap_err();
    assert_eq!(
        (error.class(), asked.times()),
        (FailureClass::QualityBreakerOpen, 4)
    );
    assert_eq!(
        (state(&health), state(&quality)),
        (BreakerState::Closed, BreakerState::Open)
    );
    assert_eq!(
        quality.all()[0].key(),
        &BreakerKey::new("one", "script:", "alpha").contract("Mood")
    );
}

#[tokio::test]
async fn development_has_none_unless_given() {
    let (model, asked) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
    let plan = Plan::<FindMood<'_>>::primary(model).build().unwrap();
    for _ in 0..20 {
        let error = plan.call(QUESTION).await.unwrap_err();
        assert_eq!(error.class(), FailureClass::Overloaded);
    }
    assert_eq!(asked.times(), 20);
}
