//! Breakers: what opens them, what closes them, and what they leave alone.
#![allow(
    clippy::unchecked_time_subtraction,
    reason = "a test's times are what it says"
)]

mod model;

use std::time::Duration;

use driftless::FailureClass;
use driftless::breaker::{
    AttemptOutcome, Breaker, BreakerKey, BreakerPolicy, BreakerState, Breakers, Reason, Transition,
};
use driftless::failure::Health;
use driftless::plan::Random;

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn key() -> BreakerKey {
    BreakerKey::new("openai", "https://api.openai.com/v1", "gpt-6.1-terra")
}

fn breaker(policy: BreakerPolicy) -> Breaker {
    Breakers::with_random(policy, Random::seeded(7))
        .unwrap()
        .get(&key())
}

fn end(breaker: &Breaker, outcome: AttemptOutcome, now: Duration) -> Option<Transition> {
    breaker.admit(now).unwrap().record(outcome, now)
}

/// Opens a breaker by nothing but failures; gives the time at which its pause is over.
fn open(breaker: &Breaker, now: Duration) -> Duration {
    loop {
        if let Some(opened) = end(breaker, AttemptOutcome::Failure, now) {
            assert_eq!(opened.to, BreakerState::Open);
            return now + breaker.snapshot(now).open_for.unwrap();
        }
    }
}

#[test]
fn opens_at_half_of_the_calls_and_says_why() {
    let breaker = breaker(BreakerPolicy::default());
    for _ in 0..5 {
        assert_eq!(end(&breaker, AttemptOutcome::Success, secs(1)), None);
    }
    for _ in 0..4 {
        assert_eq!(
            end(&breaker, AttemptOutcome::Failure, secs(2)),
            None,
            "too few"
        );
    }
    let opened = end(&breaker, AttemptOutcome::Failure, secs(3)).unwrap();
    assert_eq!(opened.from, BreakerState::Closed);
    assert_eq!(opened.to, BreakerState::Open);
    assert_eq!(opened.reason, Reason::Failures { failed: 5, of: 10 });
    assert_eq!(opened.to_string(), "closed to open: 5 of 10 calls failed");
    let rejected = breaker.admit(secs(4)).unwrap_err();
    assert_eq!(rejected.state, BreakerState::Open);
    let wait = rejected.retry_after.unwrap();
    // 30 s, less up to a fifth, of which a second has passed.
    assert!(wait >= secs(23) && wait <= secs(29), "{wait:?}");
    assert_eq!(breaker.snapshot(secs(4)).rejected, 1);
}

#[test]
fn slow_calls_open_it_although_they_succeed() {
    let breaker = breaker(BreakerPolicy::default());
    for _ in 0..2 {
        assert_eq!(end(&breaker, AttemptOutcome::Success, secs(1)), None);
    }
    for _ in 0..7 {
        assert_eq!(end(&breaker, AttemptOutcome::Slow, secs(1)), None);
    }
    let opened = end(&breaker, AttemptOutcome::TimedOut, secs(1)).unwrap();
    assert_eq!(opened.reason, Reason::SlowCalls { slow: 8, of: 10 });
}

#[test]
fn neutral_outcomes_and_dropped_permits_count_for_nothing() {
    let breaker = breaker(BreakerPolicy::default().min_calls(2));
    for _ in 0..100 {
        assert_eq!(end(&breaker, AttemptOutcome::Neutral, secs(1)), None);
        drop(breaker.admit(secs(1)).unwrap());
    }
    assert_eq!(breaker.snapshot(secs(1)).calls, 0);
}

#[test]
fn what_is_older_than_the_window_is_forgotten() {
    let breaker = breaker(BreakerPolicy::default());
    for _ in 0..9 {
        assert_eq!(end(&breaker, AttemptOutcome::Failure, secs(1)), None);
    }
    assert_eq!(breaker.snapshot(secs(59)).failed, 9);
    assert_eq!(breaker.snapshot(secs(60)).failed, 0);
    assert_eq!(end(&breaker, AttemptOutcome::Failure, secs(60)), None);
}

#[test]
fn probes_close_it() {
    let breaker = breaker(BreakerPolicy::default());
    let over = open(&breaker, secs(1));
    assert!(breaker.admit(over - Duration::from_nanos(1)).is_err());
    let first = breaker.admit(over).unwrap();
    assert!(first.is_probe());
    let half_open = first.transition().unwrap();
    assert_eq!(
        (half_open.to, half_open.reason),
        (BreakerState::HalfOpen, Reason::PauseOver)
    );
    let second = breaker.admit(over).unwrap();
    assert!(second.is_probe() && second.transition().is_none());
    let rejected = breaker.admit(over).unwrap_err();
    assert_eq!(
        (rejected.state, rejected.retry_after),
        (BreakerState::HalfOpen, None),
        "all probes are out"
    );
    assert_eq!(first.record(AttemptOutcome::Success, over), None);
    let closed = second.record(AttemptOutcome::Success, over).unwrap();
    assert_eq!(
        (closed.to, closed.reason),
        (BreakerState::Closed, Reason::ProbesSucceeded)
    );
    assert!(!breaker.admit(over).unwrap().is_probe());
    assert_eq!(breaker.snapshot(over).failed, 0, "starts without memory");
}

#[test]
fn a_probe_without_a_verdict_gives_its_place_back() {
    let breaker = breaker(BreakerPolicy::default().probes(1));
    let over = open(&breaker, secs(1));
    for _ in 0..10 {
        drop(breaker.admit(over).unwrap());
        assert_eq!(end(&breaker, AttemptOutcome::Neutral, over), None);
    }
    assert_eq!(breaker.snapshot(over).state, BreakerState::HalfOpen);
    assert!(end(&breaker, AttemptOutcome::Success, over).is_some());
}

#[test]
fn a_probe_that_is_never_heard_of_again_is_lost_not_waited_for() {
    let breaker = breaker(BreakerPolicy::default().probes(1).probe_limit(secs(100)));
    let over = open(&breaker, secs(1));
    let lost = breaker.admit(over).unwrap();
    assert!(breaker.admit(over + secs(99)).is_err());
    let next = breaker.admit(over + secs(100)).unwrap();
    assert_eq!(lost.record(AttemptOutcome::Failure, over + secs(100)), None);
    assert!(
        next.record(AttemptOutcome::Success, over + secs(100))
            .is_some()
    );
}

#[test]
fn pauses_double_to_the_longest_until_it_was_closed_for_a_window() {
    let breaker = breaker(BreakerPolicy::default().probes(1));
    let mut now = secs(1);
    for expected in [30, 60, 120, 240, 300, 300] {
        let over = open(&breaker, now);
        let pause = over - now;
        assert!(
            pause <= secs(expected) && pause >= secs(expected) * 4 / 5,
            "{pause:?} for {expected}"
        );
        // It seems well for a moment.
        now = over;
        assert!(end(&breaker, AttemptOutcome::Success, now).is_some());
    }
    now += secs(60);
    let pause = open(&breaker, now) - now;
    assert!(pause <= secs(30), "{pause:?}");
}

#[test]
fn a_failed_probe_opens_it_for_longer() {
    let breaker = breaker(BreakerPolicy::default());
    let over = open(&breaker, secs(1));
    let other = breaker.admit(over).unwrap();
    let opened = end(&breaker, AttemptOutcome::Slow, over).unwrap();
    assert_eq!(
        (opened.to, opened.reason),
        (BreakerState::Open, Reason::ProbeFailed)
    );
    assert!(breaker.snapshot(over).open_for.unwrap() > secs(45));
    // The other probe has nothing to say any more.
    assert_eq!(other.record(AttemptOutcome::Success, over), None);
    assert_eq!(breaker.snapshot(over).state, BreakerState::Open);
}

#[test]
fn calls_from_before_an_outage_say_nothing_about_the_time_after() {
    let breaker = breaker(BreakerPolicy::default().probes(1));
    let early: Vec<_> = (0..20).map(|_| breaker.admit(secs(1)).unwrap()).collect();
    let over = open(&breaker, secs(1));
    let probe = breaker.admit(over).unwrap();
    let mut early = early.into_iter();
    assert_eq!(
        early.next().unwrap().record(AttemptOutcome::Failure, over),
        None
    );
    assert_eq!(
        early.next().unwrap().record(AttemptOutcome::Success, over),
        None
    );
    assert!(probe.record(AttemptOutcome::Success, over).is_some());
    for permit in early {
        assert_eq!(permit.record(AttemptOutcome::Failure, over), None);
    }
    assert_eq!(breaker.snapshot(over).calls, 0);
}

#[test]
fn a_person_can_force_it_either_way_and_let_go() {
    let breaker = breaker(BreakerPolicy::default());
    let forced = breaker.force_open().unwrap();
    assert_eq!(
        (forced.from, forced.to, forced.reason),
        (
            BreakerState::Closed,
            BreakerState::ForcedOpen,
            Reason::Manual
        )
    );
    assert_eq!(breaker.force_open(), None);
    let rejected = breaker.admit(secs(9_999)).unwrap_err();
    assert_eq!(
        (rejected.state, rejected.retry_after),
        (BreakerState::ForcedOpen, None)
    );
    assert_eq!(
        breaker.force_closed().unwrap().from,
        BreakerState::ForcedOpen
    );
    for _ in 0..100 {
        assert_eq!(end(&breaker, AttemptOutcome::Failure, secs(1)), None);
    }
    let freed = breaker.automatic().unwrap();
    assert_eq!(
        (freed.from, freed.to),
        (BreakerState::ForcedClosed, BreakerState::Closed)
    );
    assert!(open(&breaker, secs(1)) <= secs(31), "without memory");
}

#[test]
fn one_key_is_one_breaker_whoever_asks() {
    let breakers = Breakers::new(BreakerPolicy::default().min_calls(1)).unwrap();
    let plan = breakers.clone();
    assert!(end(&plan.get(&key()), AttemptOutcome::Failure, secs(1)).is_some());
    assert!(breakers.get(&key()).admit(secs(2)).is_err());
    let elsewhere = BreakerKey::new("openai", "https://eu.api.openai.com/v1", "gpt-6.1-terra");
    assert!(breakers.get(&elsewhere).admit(secs(2)).is_ok());
    let quality = key().contract("Triage");
    assert!(breakers.get(&quality).admit(secs(2)).is_ok());
    let all: Vec<BreakerKey> = breakers.all().iter().map(|one| one.key().clone()).collect();
    assert_eq!(all, [key(), quality, elsewhere]);
}

#[test]
fn the_two_breakers_judge_by_the_tables_column() {
    assert_eq!(
        AttemptOutcome::of_health(None, false),
        AttemptOutcome::Success
    );
    assert_eq!(AttemptOutcome::of_health(None, true), AttemptOutcome::Slow);
    assert_eq!(AttemptOutcome::of_quality(None), AttemptOutcome::Success);
    for class in FailureClass::ALL {
        let (health, quality) = match class.health() {
            Health::Failing => (AttemptOutcome::Failure, AttemptOutcome::Neutral),
            Health::TooSlow => (AttemptOutcome::TimedOut, AttemptOutcome::Neutral),
            Health::Quality => (AttemptOutcome::Success, AttemptOutcome::Failure),
            _ => (AttemptOutcome::Neutral, AttemptOutcome::Neutral),
        };
        assert_eq!(
            AttemptOutcome::of_health(Some(*class), false),
            health,
            "{class}"
        );
        assert_eq!(AttemptOutcome::of_quality(Some(*class)), quality, "{class}");
    }
}

#[test]
fn a_policy_that_cannot_hold_is_told_all_at_once() {
    let mut policy = BreakerPolicy::default()
        .window(0, Duration::ZERO)
        .min_calls(0)
        .failure_percent(0)
        .slow_percent(101)
        .slow_after(Duration::ZERO)
        .pauses(Duration::ZERO, Duration::ZERO)
        .probes(0)
        .probe_limit(Duration::ZERO);
    let error = Breakers::new(policy.clone()).unwrap_err();
    assert_eq!(error.problems().len(), 9, "{error}");
    assert!(
        error.to_string().contains("`slow_percent` is 101"),
        "{error}"
    );
    policy = BreakerPolicy::default().pauses(secs(2), secs(1));
    let error = Breakers::new(policy).unwrap_err();
    assert!(
        error.to_string().contains("shorter than `pause`"),
        "{error}"
    );
}
