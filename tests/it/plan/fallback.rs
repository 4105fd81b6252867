//! Fallbacks: only in production, only for what the edge names, only in time, and never silently.

use std::time::Duration;

use driftless::provider::Served;
use driftless::receipt::{AttemptKind, HopOutcome};
use driftless::{Evidence, FailureClass, Mode, Plan, When};

use super::{DRIFTED, FindMood, GOOD, Mood, QUESTION, Say, scripted, vouched};

#[tokio::test]
async fn another_model_answers_and_the_receipt_says_why() {
    let (first, asked) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
    let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::OVERLOADED, vouched())
        .production()
        .build()
        .unwrap();
    let answer = plan.call(QUESTION).await.unwrap();
    assert_eq!((answer.value, asked.times()), (Mood { happy: true }, 1));

    let receipt = &answer.receipt;
    assert_eq!(receipt.mode, Mode::Production);
    let hop = receipt.fallback().unwrap();
    assert_eq!(
        (
            hop.from.as_str(),
            hop.to.as_str(),
            hop.reason,
            &hop.evidence
        ),
        ("alpha", "beta", FailureClass::Overloaded, &vouched())
    );
    let served = receipt.answered().unwrap();
    assert_eq!(
        (served.kind, served.step, served.served),
        (AttemptKind::Fallback, 1, Some(Served::AsRequested))
    );
    assert_eq!(
        (
            receipt.spend.intended.to_string(),
            receipt.spend.fallback.to_string()
        ),
        ("$0".to_owned(), "$0.0002".to_owned())
    );
    let shown = receipt.to_string();
    assert!(
        shown.contains("alpha -> beta: overloaded (vouched: compared by hand"),
        "{shown}"
    );
}

#[tokio::test]
async fn development_never_falls_back_and_says_what_would_have_happened() {
    let (first, _) = scripted("one", "alpha", [Say::Fail(FailureClass::RateLimited)]);
    let (second, asked) = scripted("two", "beta", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::DEFAULT, Evidence::none())
        .build()
        .unwrap();
    let error = plan.call(QUESTION).await.unwrap_err();
    assert_eq!(
        (error.class(), asked.times()),
        (FailureClass::RateLimited, 0)
    );
    assert!(
        error.to_string().contains("would have fallen back to beta"),
        "{error}"
    );
    let receipt = error.receipt();
    assert_eq!(receipt.mode, Mode::Development);
    assert_eq!(receipt.hops[0].outcome, HopOutcome::InDevelopment);
    assert!(receipt.fallback().is_none());
}

/// Every class against an edge that names all there are: those that never trigger don't.
#[tokio::test]
async fn mistakes_refusals_and_filters_never_trigger() {
    let all = When::DEFAULT
        | When::SERVER_ERROR
        | When::MALFORMED
        | When::TOO_LARGE
        | When::DRIFTED
        | When::TRUNCATED
        | When::SUBSTITUTED
        | When::BUDGET_EXCEEDED
        | When::QUOTA_EXHAUSTED;
    for class in [
        FailureClass::Unauthorized,
        FailureClass::BadRequest,
        FailureClass::NotFound,
        FailureClass::Refused,
        FailureClass::Filtered,
        FailureClass::ContextExceeded,
        FailureClass::SchemaRejected,
    ] {
        let (first, _) = scripted("one", "alpha", [Say::Fail(class)]);
        let (second, asked) = scripted("two", "beta", [Say::Text(GOOD)]);
        let plan = Plan::<FindMood<'_>>::primary(first)
            .fallback(second, all, vouched())
            .production()
            .build()
            .unwrap();
        let error = plan.call(QUESTION).await.unwrap_err();
        assert_eq!((error.class(), asked.times()), (class, 0));
        assert!(error.receipt().hops.is_empty());
    }
}

#[tokio::test]
async fn a_drift_triggers_only_where_it_is_named_and_after_its_repairs() {
    for (when, answers) in [(When::DEFAULT, false), (When::DRIFTED, true)] {
        let (first, asked) = scripted("one", "alpha", [Say::Text(DRIFTED)]);
        let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
        let plan = Plan::<FindMood<'_>>::primary(first)
            .fallback(second, when, vouched())
            .repair(1)
            .production()
            .build()
            .unwrap();
        assert_eq!(plan.call(QUESTION).await.is_ok(), answers);
        assert_eq!(asked.times(), 2);
    }
}

#[tokio::test]
async fn every_hop_is_told_and_the_last_failure_is_the_result() {
    let (one, _) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
    let (two, _) = scripted("two", "beta", [Say::Fail(FailureClass::RateLimited)]);
    let (three, _) = scripted("three", "gamma", [Say::Fail(FailureClass::ServerError)]);
    let plan = Plan::<FindMood<'_>>::primary(one)
        .fallback(two, When::OVERLOADED, vouched())
        .fallback(three, When::RATE_LIMITED, vouched())
        .production()
        .build()
        .unwrap();
    let error = plan.call(QUESTION).await.unwrap_err();
    assert_eq!(error.class(), FailureClass::ServerError);
    let classes: Vec<_> = error
        .receipt()
        .attempts
        .iter()
        .map(|a| a.failure.unwrap())
        .collect();
    assert_eq!(
        classes,
        [
            FailureClass::Overloaded,
            FailureClass::RateLimited,
            FailureClass::ServerError
        ]
    );
    let story = error.to_string();
    for part in [
        "1. alpha (one), first: overloaded",
        "fell back to beta (vouched: compared by hand on 50 texts)",
        "2. beta (two), fallback: rate limited",
        "fell back to gamma",
        "3. gamma (three), fallback: server error",
    ] {
        assert!(story.contains(part), "{part} is missing in {story}");
    }
}

/// 8 s of 10 are gone when the first model fails; the other one needs 3.
#[tokio::test(start_paused = true)]
async fn a_fallback_that_can_not_finish_in_time_is_not_started() {
    for (expected, answers) in [(Some(3), false), (Some(1), true), (None, true)] {
        let slow = Say::After(
            Duration::from_secs(8),
            Box::new(Say::Fail(FailureClass::Overloaded)),
        );
        let (first, _) = scripted("one", "alpha", [slow]);
        let (mut second, asked) = scripted("two", "beta", [Say::Text(GOOD)]);
        if let Some(seconds) = expected {
            second = second.expected(Duration::from_secs(seconds));
        }
        let plan = Plan::<FindMood<'_>>::primary(first)
            .fallback(second, When::OVERLOADED, vouched())
            .deadline(Duration::from_secs(10))
            .production()
            .build()
            .unwrap();
        let result = plan.call(QUESTION).await;
        assert_eq!(
            (result.is_ok(), asked.times()),
            (answers, usize::from(answers))
        );
        if let Err(error) = result {
            assert_eq!(error.class(), FailureClass::Overloaded);
            assert!(
                error
                    .to_string()
                    .contains("expected to take 3000 ms, and 2000 ms are left"),
                "{error}"
            );
        }
    }
}
