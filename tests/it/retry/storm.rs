//! A vendor that is wholly down for a minute, under steady load.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's helpers fail loudly"
)]

use std::collections::BTreeMap;
use std::time::Duration;

use driftless::FailureClass;
use driftless::breaker::{AttemptOutcome, BreakerKey, BreakerPolicy, Breakers};
use driftless::plan::Random;
use driftless::retry::{Retry, RetryBudget, Tried};

const MINUTE: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
struct Storm {
    calls: u64,
    attempts: u64,
}

/// A call every so often; each attempt fails after 200 ms. With a retry budget or without, with a
/// breaker or without.
fn outage(every: Duration, budget: Option<&RetryBudget>, breaker: bool) -> Storm {
    let retry = Retry::up_to(3);
    let random = Random::seeded(11);
    let breakers = Breakers::with_random(BreakerPolicy::default(), Random::seeded(12)).unwrap();
    let breaker = breaker.then(|| breakers.get(&BreakerKey::new("p", "u", "m")));
    let mut storm = Storm::default();
    // What happens when: attempts that begin, by time and number, with the retries before them.
    let mut due: BTreeMap<(Duration, u64), u32> = BTreeMap::new();
    let mut number = 0;
    let mut at = Duration::ZERO;
    while at < MINUTE {
        due.insert((at, number), 0);
        (at, number) = (at + every, number + 1);
    }
    while let Some(((now, _), retries)) = due.pop_first() {
        if retries == 0 {
            storm.calls += 1;
            if let Some(budget) = budget {
                budget.call(now);
            }
        }
        let permit = match breaker.as_ref().map(|breaker| breaker.admit(now)) {
            Some(Err(_)) => continue,
            Some(Ok(permit)) => Some(permit),
            None => None,
        };
        storm.attempts += 1;
        let ended = now + Duration::from_millis(200);
        if let Some(permit) = permit {
            // A change is for the signals.
            let _changed = permit.record(AttemptOutcome::Failure, ended);
        }
        let tried = Tried::new(FailureClass::Overloaded, retries);
        let Ok(wait) = retry.wait(&tried, &random) else {
            continue;
        };
        if budget.is_none_or(|budget| budget.retry(ended)) && ended + wait < MINUTE {
            due.insert((ended + wait, number), retries + 1);
            number += 1;
        }
    }
    storm
}

#[test]
fn attempts_stay_within_a_tenth_above_the_calls() {
    // From one call in 300 ms, the least at which three retries in 10 s are a tenth, to 1,000 a
    // second.
    for every in [1, 10, 50, 300] {
        let storm = outage(
            Duration::from_millis(every),
            Some(&RetryBudget::default()),
            false,
        );
        assert!(
            storm.attempts * 10 <= storm.calls * 11,
            "every {every} ms: {storm:?}"
        );
        assert!(storm.attempts > storm.calls, "retries at all: {storm:?}");
    }
}

#[test]
fn without_a_budget_it_would_be_a_storm() {
    let storm = outage(Duration::from_millis(10), None, false);
    assert!(storm.attempts > storm.calls * 3, "{storm:?}");
}

#[test]
fn with_a_breaker_hardly_anything_goes_out() {
    let storm = outage(
        Duration::from_millis(10),
        Some(&RetryBudget::default()),
        true,
    );
    assert!(storm.attempts * 50 <= storm.calls, "{storm:?}");
}

#[test]
fn bursts_never_pay_twice_for_the_same_calls() {
    // A thousand calls at once, then silence: a tenth of them in all, however long one asks.
    let budget = RetryBudget::new(10, 0, Duration::from_secs(10)).unwrap();
    for offset in [0, 999, 5_500, 9_999] {
        let start = Duration::from_secs(1_000)
            + Duration::from_millis(offset)
            + MINUTE * 2 * u32::try_from(offset).unwrap();
        for _ in 0..1_000 {
            budget.call(start);
        }
        let allowed = (0..6_000_u64)
            .filter(|step| budget.retry(start + Duration::from_millis(step * 5)))
            .count();
        assert_eq!(allowed, 100, "offset {offset} ms");
    }
}
