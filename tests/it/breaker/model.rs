//! Breakers against a model that keeps every call in a list, and against what must hold of any
//! breaker.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a test's helpers fail loudly"
)]

use std::time::Duration;

use driftless::breaker::{
    AttemptOutcome, Breaker, BreakerKey, BreakerPolicy, BreakerState, Breakers, Permit,
};
use driftless::plan::Random;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

const OUTCOMES: [AttemptOutcome; 5] = [
    AttemptOutcome::Success,
    AttemptOutcome::Slow,
    AttemptOutcome::Failure,
    AttemptOutcome::TimedOut,
    AttemptOutcome::Neutral,
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Closed,
    Open,
    HalfOpen,
}

/// Milliseconds throughout.
struct Model {
    policy: BreakerPolicy,
    state: State,
    /// Changes so far; a call counts only where it began in the state that it ends in.
    changes: u64,
    /// Every call that ended while closed: when, failed, slow.
    ended: Vec<(u64, bool, bool)>,
    /// The shortest and the longest end of the pause.
    until: (u64, u64),
    pause: u64,
    recovered: Option<u64>,
    probes_out: u32,
    probes_succeeded: u32,
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap()
}

impl Model {
    fn change(&mut self, to: State) {
        self.state = to;
        self.changes += 1;
        self.ended.clear();
        self.probes_out = 0;
        self.probes_succeeded = 0;
    }

    fn open(&mut self, now: u64) {
        let window = millis(self.policy.bucket) * self.policy.buckets as u64;
        let fresh =
            self.state == State::Closed && self.recovered.is_none_or(|at| now - at >= window);
        self.pause = if fresh {
            millis(self.policy.pause)
        } else {
            (self.pause * 2).min(millis(self.policy.longest_pause))
        };
        self.until = (now + self.pause * 4 / 5, now + self.pause);
        self.change(State::Open);
    }

    fn counted(&self, now: u64) -> (usize, usize, usize) {
        let bucket = millis(self.policy.bucket);
        let live = self
            .ended
            .iter()
            .filter(|(at, ..)| now / bucket < at / bucket + self.policy.buckets as u64);
        let failed = live.clone().filter(|(_, failed, _)| *failed).count();
        let slow = live.clone().filter(|(_, _, slow)| *slow).count();
        (live.count(), failed, slow)
    }

    fn end(&mut self, outcome: AttemptOutcome, now: u64) {
        let failed = matches!(outcome, AttemptOutcome::Failure | AttemptOutcome::TimedOut);
        let slow = matches!(outcome, AttemptOutcome::Slow | AttemptOutcome::TimedOut);
        match self.state {
            State::Open => {}
            State::Closed if outcome == AttemptOutcome::Neutral => {}
            State::Closed => {
                self.ended.push((now, failed, slow));
                let (all, failed, slow) = self.counted(now);
                let over = |part: usize, percent: u8| part * 100 >= all * usize::from(percent);
                if all >= self.policy.min_calls as usize
                    && (over(failed, self.policy.failure_percent)
                        || over(slow, self.policy.slow_percent))
                {
                    self.open(now);
                }
            }
            State::HalfOpen => {
                self.probes_out -= 1;
                match outcome {
                    AttemptOutcome::Neutral => {}
                    AttemptOutcome::Success => {
                        self.probes_succeeded += 1;
                        if self.probes_succeeded >= self.policy.probes {
                            self.change(State::Closed);
                            self.recovered = Some(now);
                        }
                    }
                    _ => self.open(now),
                }
            }
        }
    }
}

struct Run {
    rng: SmallRng,
    now: u64,
    breaker: Breaker,
    model: Model,
    /// With the changes that the model had seen when they began.
    running: Vec<(u64, Permit)>,
    seen: [u32; 3],
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut rng = SmallRng::seed_from_u64(seed);
        let policy = BreakerPolicy::default()
            .window(
                rng.random_range(1..12),
                Duration::from_millis(rng.random_range(50..2_000)),
            )
            .min_calls(rng.random_range(1..12))
            .failure_percent(rng.random_range(1..=100))
            .slow_percent(rng.random_range(1..=100))
            .probes(rng.random_range(1..4))
            .probe_limit(Duration::from_secs(1_000_000))
            .pauses(Duration::from_secs(1), Duration::from_secs(7));
        let breakers = Breakers::with_random(policy.clone(), Random::seeded(seed)).unwrap();
        Self {
            rng,
            now: 1_000,
            breaker: breakers.get(&BreakerKey::new("p", "u", "m")),
            model: Model {
                policy,
                state: State::Closed,
                changes: 0,
                ended: Vec::new(),
                until: (0, 0),
                pause: 0,
                recovered: None,
                probes_out: 0,
                probes_succeeded: 0,
            },
            running: Vec::new(),
            seen: [0; 3],
        }
    }

    fn time(&self) -> Duration {
        Duration::from_millis(self.now)
    }

    fn admit(&mut self) {
        let admitted = self.breaker.admit(self.time());
        if self.model.state == State::Open {
            let (shortest, longest) = self.model.until;
            // Within the jitter only the breaker knows.
            if self.now < shortest {
                assert!(admitted.is_err(), "too early");
            }
            if self.now >= longest {
                assert!(admitted.is_ok(), "too late");
            }
            if admitted.is_ok() {
                self.model.change(State::HalfOpen);
            }
        }
        match (self.model.state, admitted) {
            (State::Closed, Ok(permit)) => self.running.push((self.model.changes, permit)),
            (State::HalfOpen, Ok(permit)) => {
                assert!(permit.is_probe());
                self.model.probes_out += 1;
                assert!(self.model.probes_out <= self.model.policy.probes);
                self.running.push((self.model.changes, permit));
            }
            (State::HalfOpen, Err(_)) => {
                assert_eq!(self.model.probes_out, self.model.policy.probes);
            }
            (State::Open, Err(rejected)) => {
                let wait = millis(rejected.retry_after.unwrap());
                assert!(self.now + wait <= self.model.until.1);
            }
            (state, admitted) => panic!("{state:?} {admitted:?}"),
        }
    }

    fn end_one(&mut self) {
        if self.running.is_empty() {
            return;
        }
        let place = self.rng.random_range(0..self.running.len());
        let (began, permit) = self.running.swap_remove(place);
        let outcome = *OUTCOMES.choose(&mut self.rng).unwrap();
        let before = self.model.changes;
        let counts = began == before;
        if self.rng.random_bool(0.1) {
            drop(permit);
            if counts {
                self.model.end(AttemptOutcome::Neutral, self.now);
            }
            return;
        }
        let transition = permit.record(outcome, self.time());
        if counts {
            self.model.end(outcome, self.now);
        }
        assert_eq!(transition.is_some(), self.model.changes != before);
    }

    fn step(&mut self) {
        match self.rng.random_range(0..10) {
            0..4 => self.admit(),
            4..8 => self.end_one(),
            8 => self.now += self.rng.random_range(0..300),
            _ => self.now += self.rng.random_range(0..3_000),
        }
        let snapshot = self.breaker.snapshot(self.time());
        let (expected, index) = match self.model.state {
            State::Closed => (BreakerState::Closed, 0),
            State::Open => (BreakerState::Open, 1),
            State::HalfOpen => (BreakerState::HalfOpen, 2),
        };
        self.seen[index] += 1;
        assert_eq!(snapshot.state, expected);
        assert_eq!(snapshot.probing, self.model.probes_out);
        let counts = [snapshot.calls, snapshot.failed, snapshot.slow].map(|count| count as usize);
        let (calls, failed, slow) = self.model.counted(self.now);
        assert_eq!(counts, [calls, failed, slow]);
    }
}

#[test]
fn a_breaker_agrees_with_a_list_of_all_calls() {
    let mut seen = [0; 3];
    for seed in 0..600 {
        let mut run = Run::new(seed);
        for _ in 0..400 {
            run.step();
        }
        for (all, one) in seen.iter_mut().zip(run.seen) {
            *all += one;
        }
    }
    assert!(seen.iter().all(|state| *state > 10_000), "{seen:?}");
}
