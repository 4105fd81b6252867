//! The time, handed in, so that receipts can be replayed, and prices that change on a day and
//! windows of time can be tested.

use std::fmt;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use driftless_base::calendar;
use tokio::time::Instant;

/// A source of time.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time of day. It may jump, in either direction.
    fn now(&self) -> SystemTime;

    /// The time since some fixed moment, which never goes backwards: what budgets, breakers and
    /// retries count by.
    ///
    /// Unless said otherwise it is Tokio's, so that it stands still and jumps where a test pauses
    /// Tokio's time.
    fn monotonic(&self) -> Duration {
        since_start()
    }
}

/// Stands for the moment at which [`START`] was taken. Not zero, since a runtime whose time a test
/// has paused may stand before that moment.
const AT_START: Duration = Duration::from_secs(1_000_000);
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

fn since_start() -> Duration {
    let (start, now) = (*START, Instant::now());
    match now.checked_duration_since(start) {
        Some(after) => AT_START.saturating_add(after),
        None => AT_START.saturating_sub(start.saturating_duration_since(now)),
    }
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the machine's clock is read"
    )]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// The time since 1970-01-01 in UTC; zero for a clock that stands before it.
pub(crate) fn since_epoch(now: SystemTime) -> Duration {
    now.duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Returns the beginning of the day `YYYY-MM-DD` in UTC. `None` if there is no such day since 1970.
#[cfg(feature = "cli")]
pub(crate) fn beginning(text: &str) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(calendar::beginning(text)?))
}

/// Returns the day in UTC as `YYYY-MM-DD`.
pub(crate) fn day(now: SystemTime) -> String {
    calendar::day(since_epoch(now).as_secs())
}

/// Returns the time from 1970-01-01 to the beginning of a day in UTC; `None` if it is none.
#[cfg(feature = "metrics")]
pub(crate) fn beginning_of(day: &str) -> Option<Duration> {
    calendar::beginning(day).map(Duration::from_secs)
}

/// Returns the milliseconds from 1970-01-01 to the beginning of a day in UTC; `None` if it is none.
#[cfg(feature = "cli")]
pub(crate) fn beginning_ms(day: &str) -> Option<u64> {
    calendar::beginning(day)?.checked_mul(1000)
}

/// Returns the minute in which `unix_ms` lies, in UTC as `2026-11-30 14:05`.
#[cfg(feature = "cli")]
pub(crate) fn minute(unix_ms: u64) -> String {
    let minutes = unix_ms / 60_000;
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    format!("{} {hour:02}:{minute:02}", calendar::day(unix_ms / 1000))
}
