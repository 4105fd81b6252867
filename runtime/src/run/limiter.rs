//! The number of calls at a time: grows while calls succeed, and is halved when a vendor refuses
//! more (additive increase, multiplicative decrease).

use std::time::Duration;

use tokio::time::Instant;

/// The shortest wait after a refusal.
const SHORTEST: Duration = Duration::from_millis(500);
/// The longest wait, unless a vendor asks for a longer one.
const LONGEST: Duration = Duration::from_secs(60);

/// The calls that may be under way.
#[derive(Debug)]
pub(super) struct Limiter {
    most: usize,
    allowed: usize,
    /// Calls that have succeeded since `allowed` was changed.
    succeeded: usize,
    /// Calls that began before the last halving don't halve again.
    epoch: u64,
    refusals: u32,
    until: Option<Instant>,
}

impl Limiter {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            allowed: most.max(1),
            succeeded: 0,
            epoch: 0,
            refusals: 0,
            until: None,
        }
    }

    /// Returns the number of calls that may be under way.
    pub(super) fn allowed(&self) -> usize {
        self.allowed
    }

    /// Returns the mark of calls that begin now.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Returns the time before which no call begins.
    pub(super) fn until(&self, now: Instant) -> Option<Instant> {
        self.until.filter(|until| *until > now)
    }

    /// A call has succeeded.
    pub(super) fn succeeded(&mut self) {
        self.refusals = 0;
        self.succeeded += 1;
        // One more for each round of them.
        if self.succeeded >= self.allowed && self.allowed < self.most {
            self.allowed += 1;
            self.succeeded = 0;
        }
    }

    /// A vendor has refused a call that began at `epoch`, and may have said how long to wait.
    pub(super) fn refused(&mut self, epoch: u64, wait: Option<Duration>, now: Instant) {
        if epoch == self.epoch {
            self.epoch += 1;
            self.allowed = (self.allowed / 2).max(1);
            self.succeeded = 0;
            self.refusals = self.refusals.saturating_add(1);
        }
        let doubled = SHORTEST.saturating_mul(1 << self.refusals.saturating_sub(1).min(10));
        let wait = wait.unwrap_or_default().max(doubled.min(LONGEST));
        let until = now.checked_add(wait);
        self.until = self.until.max(until);
    }
}
