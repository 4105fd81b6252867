//! A clock that a test moves.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use driftless::plan::Clock;

/// Stands still until it is moved, in either direction. Starts at 1,000 s.
#[derive(Debug)]
pub struct ManualClock(AtomicU64);

impl Default for ManualClock {
    fn default() -> Self {
        Self(AtomicU64::new(1_000_000_000_000))
    }
}

impl ManualClock {
    pub fn set(&self, to: Duration) {
        let nanos = u64::try_from(to.as_nanos()).unwrap();
        self.0.store(nanos, Ordering::SeqCst);
    }

    pub fn pass(&self, time: Duration) {
        self.set(self.monotonic() + time);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::SeqCst))
    }
}
