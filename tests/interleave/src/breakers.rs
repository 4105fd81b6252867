//! Breakers: as many probes as allowed, every change reported exactly once, no probe lost,
//! whichever thread is where.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::breaker::{
    AttemptOutcome, Breaker, BreakerKey, BreakerPolicy, BreakerState, Breakers, Transition,
};
use crate::random::Random;
use loom::thread;

const NOW: Duration = Duration::from_secs(1);
const LATER: Duration = Duration::from_secs(100);

fn key() -> BreakerKey {
    BreakerKey::new("p", "u", "m")
}

/// Open, with its pause over at `LATER`.
fn opened(probes: u32) -> Breaker {
    let policy = BreakerPolicy::default().min_calls(1).probes(probes);
    let breakers = Breakers::with_random(policy, Random::seeded(1)).unwrap();
    let breaker = breakers.get(&key());
    let changed = breaker
        .admit(NOW)
        .unwrap()
        .record(AttemptOutcome::Failure, NOW);
    assert!(changed.is_some());
    breaker
}

type Log = Arc<Mutex<Vec<Transition>>>;

/// One call; `None`: it was not let through.
fn call(breaker: &Breaker, outcome: Option<AttemptOutcome>, log: &Log) -> Option<bool> {
    let permit = breaker.admit(LATER).ok()?;
    let probe = permit.is_probe();
    log.lock().unwrap().extend(permit.transition().copied());
    let running = breaker.snapshot(LATER);
    assert!(running.probing <= 1, "{running:?}");
    match outcome {
        Some(outcome) => {
            let changed = permit.record(outcome, LATER);
            log.lock().unwrap().extend(changed);
        }
        None => drop(permit),
    }
    Some(probe)
}

/// Three threads meet a breaker whose pause is over.
fn meet(outcomes: [Option<AttemptOutcome>; 3], end: &[BreakerState]) {
    let end = end.to_vec();
    loom::model(move || {
        let breaker = opened(1);
        let log: Log = Arc::default();
        let [first, second, third] = outcomes;
        let threads = [first, second].map(|outcome| {
            let (breaker, log) = (breaker.clone(), Arc::clone(&log));
            thread::spawn(move || call(&breaker, outcome, &log))
        });
        call(&breaker, third, &log);
        for thread in threads {
            thread.join().unwrap();
        }
        let last = breaker.snapshot(LATER);
        assert_eq!(last.probing, 0, "a probe leaked");
        assert!(end.contains(&last.state), "{last:?}");
        let log = log.lock().unwrap();
        let to = |state| log.iter().filter(|change| change.to == state).count();
        // Each change is reported by exactly one call.
        assert_eq!(to(BreakerState::HalfOpen), 1, "{log:?}");
        assert_eq!(to(last.state), 1, "{log:?}");
    });
}

#[test]
fn one_probe_at_a_time_and_one_that_tells_of_the_recovery() {
    meet([Some(AttemptOutcome::Success); 3], &[BreakerState::Closed]);
}

#[test]
fn a_dropped_probe_makes_room_for_the_next() {
    meet(
        [None, None, Some(AttemptOutcome::Neutral)],
        &[BreakerState::HalfOpen],
    );
}

#[test]
fn a_failed_probe_opens_it_whoever_comes_between() {
    meet(
        [Some(AttemptOutcome::Failure), None, None],
        &[BreakerState::Open, BreakerState::HalfOpen],
    );
}

#[test]
fn a_person_may_step_in_at_any_moment() {
    loom::model(|| {
        let breaker = opened(1);
        let other = breaker.clone();
        let person = thread::spawn(move || {
            assert!(other.force_closed().is_some());
            assert!(other.automatic().is_some());
        });
        let log: Log = Arc::default();
        call(&breaker, Some(AttemptOutcome::Failure), &log);
        person.join().unwrap();
        let last = breaker.snapshot(LATER);
        assert_eq!(last.probing, 0);
        assert!(
            matches!(last.state, BreakerState::Closed | BreakerState::Open),
            "{last:?}"
        );
    });
}

#[test]
fn threads_that_ask_for_a_key_get_one_breaker() {
    loom::model(|| {
        let policy = BreakerPolicy::default().min_calls(2);
        let breakers = Breakers::with_random(policy, Random::seeded(1)).unwrap();
        let fail = {
            let breakers = breakers.clone();
            move || {
                let permit = breakers.get(&key()).admit(NOW).unwrap();
                permit.record(AttemptOutcome::Failure, NOW).is_some()
            }
        };
        let other = thread::spawn(fail.clone());
        let (one, other) = (fail(), other.join().unwrap());
        assert!(
            one ^ other,
            "the second failure opens it, and signals it once"
        );
        assert_eq!(breakers.all().len(), 1);
    });
}
