//! Retries: how long they wait, when there is none, and what an outage makes of them.

mod storm;

use std::time::Duration;

use driftless::FailureClass;
use driftless::failure::Retryable;
use driftless::plan::Random;
use driftless::retry::{GiveUp, Retry, RetryBudget, Tried};

fn millis(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn tried(retries: u32) -> Tried {
    Tried::new(FailureClass::Overloaded, retries)
}

#[test]
fn pauses_grow_by_doubling_with_full_jitter_up_to_the_longest() {
    let (retry, random) = (Retry::up_to(10), Random::seeded(1));
    for (retries, most) in [(0, 500), (1, 1_000), (2, 2_000), (4, 8_000), (9, 8_000)] {
        let waits: Vec<Duration> = (0..2_000)
            .map(|_| retry.wait(&tried(retries), &random).unwrap())
            .collect();
        let (least, longest) = (waits.iter().min().unwrap(), waits.iter().max().unwrap());
        assert!(*longest <= millis(most), "{retries}: {longest:?}");
        assert!(*longest > millis(most) * 9 / 10, "{retries}: {longest:?}");
        assert!(*least < millis(most) / 10, "{retries}: {least:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_pauses() {
    let waits = |seed| {
        let random = Random::seeded(seed);
        let retry = Retry::up_to(3);
        [0, 1, 2].map(|retries| retry.wait(&tried(retries), &random).unwrap())
    };
    assert_eq!(waits(5), waits(5));
    assert_ne!(waits(5), waits(6));
    assert_ne!(Random::from_os().bits(), Random::from_os().bits());
}

#[test]
fn never_sooner_than_the_vendor_asks_and_not_at_all_if_that_is_too_long() {
    let (retry, random) = (Retry::up_to(3), Random::seeded(2));
    for asked in [0, 1, 500, 7_000, 30_000] {
        let tried = tried(2).retry_after(Some(millis(asked)));
        for _ in 0..100 {
            let wait = retry.wait(&tried, &random).unwrap();
            assert!(
                wait >= millis(asked) && wait <= millis(asked + 500),
                "{wait:?}"
            );
        }
    }
    for asked in [millis(30_001), Duration::from_secs(86_400), Duration::MAX] {
        let tried = tried(0).retry_after(Some(asked));
        assert_eq!(retry.wait(&tried, &random), Err(GiveUp::AskedTooLong));
    }
}

#[test]
fn a_wait_that_reaches_past_the_deadline_is_not_begun() {
    let (retry, random) = (Retry::up_to(3), Random::seeded(3));
    let tried = tried(0).retry_after(Some(millis(2_000)));
    assert_eq!(
        retry.wait(&tried.clone().left(Some(millis(1_999))), &random),
        Err(GiveUp::Deadline)
    );
    assert!(
        retry
            .wait(&tried.left(Some(millis(2_501))), &random)
            .is_ok()
    );
    let none_left = Tried::new(FailureClass::Overloaded, 0).left(Some(Duration::ZERO));
    assert_eq!(retry.wait(&none_left, &random), Err(GiveUp::Deadline));
}

#[test]
fn classes_are_retried_as_the_table_says() {
    let (retry, random) = (Retry::up_to(2), Random::seeded(4));
    for class in FailureClass::ALL {
        let retries = (0..5)
            .take_while(|retries| retry.wait(&Tried::new(*class, *retries), &random).is_ok())
            .count();
        let expected = match class.retry() {
            Retryable::Never => 0,
            Retryable::Once => 1,
            _ => 2,
        };
        assert_eq!(retries, expected, "{class}");
    }
    let refused = Tried::new(FailureClass::Refused, 0);
    assert_eq!(retry.wait(&refused, &random), Err(GiveUp::Class));
    assert_eq!(retry.wait(&tried(2), &random), Err(GiveUp::Attempts));
}

#[test]
fn settings_that_cannot_hold_are_told_all_at_once() {
    let error = Retry::up_to(0)
        .pauses(Duration::ZERO, Duration::ZERO)
        .check()
        .unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    let error = Retry::up_to(11)
        .pauses(millis(2), millis(1))
        .check()
        .unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    assert!(Retry::up_to(1).check().is_ok());
    let error = RetryBudget::new(101, 1, Duration::ZERO).unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    let error = RetryBudget::new(0, 0, millis(1)).unwrap_err();
    assert!(error.to_string().contains("ever allowed"), "{error}");
}

#[test]
fn a_share_of_the_calls_may_be_retries_or_a_few_where_calls_are_few() {
    let budget = RetryBudget::default();
    let now = Duration::from_secs(100);
    let allowed = |budget: &RetryBudget, now| (0..1_000).take_while(|_| budget.retry(now)).count();
    assert_eq!(allowed(&budget, now), 3, "none called yet");
    for _ in 0..200 {
        budget.call(now);
    }
    assert_eq!(allowed(&budget, now), 17, "a tenth, less those three");
    assert_eq!(allowed(&budget, now + Duration::from_secs(9)), 0);
    // Calls are forgotten before the retries that they paid for.
    assert_eq!(allowed(&budget, now + Duration::from_millis(10_500)), 0);
    assert_eq!(allowed(&budget, now + Duration::from_secs(11)), 3);
}
