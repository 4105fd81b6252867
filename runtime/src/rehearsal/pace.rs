//! The time of a rehearsal: it stands still but for what the plan would have waited.

use std::sync::Arc;
use std::task::Context;
use std::time::{Duration, SystemTime};

use super::server::Hush;
use crate::clock::Clock;
use crate::pace::{Come, Pace};
use crate::sync::{Mutex, lock};

/// Where the clock begins: late enough that no window reaches beyond its zero.
const START: Duration = Duration::from_secs(10_000_000);

/// A clock that goes on by what is skipped, and the server's silences, by which limits pass.
#[derive(Debug)]
pub(super) struct Time {
    /// The time of day does not change what is rehearsed, but for the prices of the day.
    day: SystemTime,
    skipped: Mutex<Duration>,
    hush: Arc<Hush>,
}

impl Time {
    pub(super) fn new(day: SystemTime, hush: Arc<Hush>) -> Self {
        Self {
            day,
            skipped: Mutex::default(),
            hush,
        }
    }
}

impl Clock for Time {
    fn now(&self) -> SystemTime {
        self.day
    }

    fn monotonic(&self) -> Duration {
        START.saturating_add(*lock(&self.skipped))
    }
}

impl Pace for Time {
    fn skip(&self, time: Duration) {
        let mut skipped = lock(&self.skipped);
        *skipped = skipped.saturating_add(time);
    }

    fn is_silent(&self, come: Come, context: &Context<'_>) -> bool {
        self.hush.heard(come, context)
    }
}
