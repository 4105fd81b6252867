//! The breaker as a state machine without locks or clocks: every input is an argument, every change
//! is returned.

use std::time::Duration;

use super::policy::BreakerPolicy;
use super::{AttemptOutcome, BreakerState, Reason, Rejected, Snapshot, Transition};
use crate::random::Random;
use crate::window::Ring;

/// Calls that have ended.
#[derive(Debug, Clone, Copy, Default)]
struct Calls {
    ended: u32,
    failed: u32,
    slow: u32,
}

impl Calls {
    /// Returns `true` if `part` of the calls is at least `percent`.
    fn reach(self, part: u32, percent: u8) -> bool {
        u64::from(part) * 100 >= u64::from(percent) * u64::from(self.ended)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Closed {
        /// When it closed after an outage; `None`: there was none.
        recovered: Option<Duration>,
    },
    Open {
        until: Duration,
    },
    HalfOpen {
        running: u32,
        succeeded: u32,
        /// When the last probe was let through.
        last: Duration,
    },
}

/// A state set by a person, over the machine's own state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Forced {
    Open,
    Closed,
}

#[derive(Debug)]
pub(super) struct Machine {
    phase: Phase,
    forced: Option<Forced>,
    /// Rises with every change, so that a call counts only in the phase that let it through: what
    /// began before an outage says nothing about the time after.
    epoch: u64,
    /// Number of openings since it was last closed for a window.
    streak: u32,
    ring: Ring<Calls>,
    calls: Calls,
    rejected: u64,
}

/// The facts that a permit keeps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticket {
    epoch: u64,
    /// `true` if the call is a probe.
    pub(super) probe: bool,
}

impl Machine {
    pub(super) fn new(policy: &BreakerPolicy) -> Self {
        Self {
            phase: Phase::Closed { recovered: None },
            forced: None,
            epoch: 0,
            streak: 0,
            ring: Ring::within(policy.span(), policy.buckets),
            calls: Calls::default(),
            rejected: 0,
        }
    }

    pub(super) fn state(&self) -> BreakerState {
        match (self.forced, self.phase) {
            (Some(Forced::Open), _) => BreakerState::ForcedOpen,
            (Some(Forced::Closed), _) => BreakerState::ForcedClosed,
            (None, Phase::Closed { .. }) => BreakerState::Closed,
            (None, Phase::Open { .. }) => BreakerState::Open,
            (None, Phase::HalfOpen { .. }) => BreakerState::HalfOpen,
        }
    }

    pub(super) fn admit(
        &mut self,
        policy: &BreakerPolicy,
        now: Duration,
    ) -> Result<(Ticket, Option<Transition>), Rejected> {
        let mut transition = None;
        match self.forced {
            Some(Forced::Closed) => return Ok((self.ticket(false), None)),
            Some(Forced::Open) => return Err(self.reject(None)),
            None => {}
        }
        if let Phase::Open { until } = self.phase {
            if now < until {
                return Err(self.reject(Some(until.saturating_sub(now))));
            }
            transition = Some(self.probe_again(now));
        }
        if let Phase::HalfOpen { running, last, .. } = self.phase
            && running >= policy.probes
            && now.saturating_sub(last) >= policy.probe_limit
        {
            // Their permits were forgotten or their threads killed; a breaker must not wait for
            // them for ever.
            self.probe_again(now);
        }
        match &mut self.phase {
            Phase::HalfOpen { running, last, .. } if *running < policy.probes => {
                *running += 1;
                *last = now;
                Ok((self.ticket(true), transition))
            }
            Phase::HalfOpen { .. } => Err(self.reject(None)),
            Phase::Closed { .. } | Phase::Open { .. } => Ok((self.ticket(false), transition)),
        }
    }

    pub(super) fn record(
        &mut self,
        policy: &BreakerPolicy,
        ticket: Ticket,
        outcome: AttemptOutcome,
        now: Duration,
        random: &Random,
    ) -> Option<Transition> {
        if ticket.epoch != self.epoch || self.forced.is_some() {
            return None;
        }
        match &mut self.phase {
            Phase::Closed { .. } => self.count(policy, outcome, now, random),
            Phase::Open { .. } => None,
            Phase::HalfOpen {
                running, succeeded, ..
            } => {
                *running = running.saturating_sub(1);
                match outcome {
                    AttemptOutcome::Neutral => None,
                    AttemptOutcome::Success => {
                        *succeeded += 1;
                        (*succeeded >= policy.probes).then(|| self.close(now))
                    }
                    AttemptOutcome::Slow | AttemptOutcome::Failure | AttemptOutcome::TimedOut => {
                        Some(self.open(policy, now, random, Reason::ProbeFailed))
                    }
                }
            }
        }
    }

    fn count(
        &mut self,
        policy: &BreakerPolicy,
        outcome: AttemptOutcome,
        now: Duration,
        random: &Random,
    ) -> Option<Transition> {
        let (failed, slow) = match outcome {
            AttemptOutcome::Neutral => return None,
            AttemptOutcome::Success => (0, 0),
            AttemptOutcome::Slow => (0, 1),
            AttemptOutcome::Failure => (1, 0),
            AttemptOutcome::TimedOut => (1, 1),
        };
        self.age(now);
        if let Some(bucket) = self.ring.newest() {
            for calls in [bucket, &mut self.calls] {
                calls.ended = calls.ended.saturating_add(1);
                calls.failed = calls.failed.saturating_add(failed);
                calls.slow = calls.slow.saturating_add(slow);
            }
        }
        let calls = self.calls;
        if calls.ended < policy.min_calls {
            return None;
        }
        let reason = if calls.reach(calls.failed, policy.failure_percent) {
            Reason::Failures {
                failed: calls.failed,
                of: calls.ended,
            }
        } else if calls.reach(calls.slow, policy.slow_percent) {
            Reason::SlowCalls {
                slow: calls.slow,
                of: calls.ended,
            }
        } else {
            return None;
        };
        Some(self.open(policy, now, random, reason))
    }

    /// Forgets what has left the window.
    fn age(&mut self, now: Duration) {
        let calls = &mut self.calls;
        self.ring.advance(now, |gone| {
            calls.ended = calls.ended.saturating_sub(gone.ended);
            calls.failed = calls.failed.saturating_sub(gone.failed);
            calls.slow = calls.slow.saturating_sub(gone.slow);
        });
    }

    fn open(
        &mut self,
        policy: &BreakerPolicy,
        now: Duration,
        random: &Random,
        reason: Reason,
    ) -> Transition {
        self.streak = match self.phase {
            Phase::Closed { recovered }
                if recovered.is_none_or(|at| now.saturating_sub(at) >= policy.span()) =>
            {
                0
            }
            _ => self.streak.saturating_add(1),
        };
        let doubled = policy
            .pause
            .saturating_mul(2_u32.saturating_pow(self.streak))
            .min(policy.longest_pause);
        let pause = doubled.saturating_sub(random.up_to(doubled / 5));
        let until = now.saturating_add(pause);
        self.change(Phase::Open { until }, reason)
    }

    fn close(&mut self, now: Duration) -> Transition {
        self.change(
            Phase::Closed {
                recovered: Some(now),
            },
            Reason::ProbesSucceeded,
        )
    }

    fn probe_again(&mut self, now: Duration) -> Transition {
        let fresh = Phase::HalfOpen {
            running: 0,
            succeeded: 0,
            last: now,
        };
        self.change(fresh, Reason::PauseOver)
    }

    fn change(&mut self, to: Phase, reason: Reason) -> Transition {
        let from = self.state();
        self.phase = to;
        self.epoch = self.epoch.wrapping_add(1);
        self.ring.clear();
        self.calls = Calls::default();
        Transition {
            from,
            to: self.state(),
            reason,
        }
    }

    /// Sets or lifts what a person wants; back in automatic mode it starts closed and without
    /// memory.
    pub(super) fn force(&mut self, forced: Option<Forced>) -> Option<Transition> {
        if self.forced == forced {
            return None;
        }
        let from = self.state();
        self.change(Phase::Closed { recovered: None }, Reason::Manual);
        self.forced = forced;
        Some(Transition {
            from,
            to: self.state(),
            reason: Reason::Manual,
        })
    }

    pub(super) fn snapshot(&mut self, now: Duration) -> Snapshot {
        self.age(now);
        let (open_for, probing) = match (self.forced, self.phase) {
            (None, Phase::Open { until }) => (Some(until.saturating_sub(now)), 0),
            (None, Phase::HalfOpen { running, .. }) => (None, running),
            _ => (None, 0),
        };
        Snapshot {
            state: self.state(),
            calls: self.calls.ended,
            failed: self.calls.failed,
            slow: self.calls.slow,
            open_for,
            probing,
            rejected: self.rejected,
        }
    }

    fn ticket(&self, probe: bool) -> Ticket {
        Ticket {
            epoch: self.epoch,
            probe,
        }
    }

    fn reject(&mut self, retry_after: Option<Duration>) -> Rejected {
        self.rejected = self.rejected.saturating_add(1);
        Rejected {
            state: self.state(),
            retry_after,
        }
    }
}
