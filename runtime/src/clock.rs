//! The time, handed in, so that receipts can be replayed, and prices that change on a day and windows of time can be tested.

use std::fmt;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// Tells the time.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time of day. It may jump, in either direction.
    fn now(&self) -> SystemTime;

    /// The time since some fixed moment, which never goes backwards: what budgets, breakers and retries count by.
    ///
    /// Unless said otherwise it is Tokio's, so that it stands still and jumps where a test pauses Tokio's time.
    fn monotonic(&self) -> Duration {
        since_start()
    }
}

/// Stands for the moment at which [`START`] was taken. Not zero, since a runtime whose time a test has paused may stand before that moment.
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

/// The beginning of the day `YYYY-MM-DD` in UTC; `None` if there is no such day since 1970. The other direction of [`day`], by the same source.
#[cfg(feature = "cli")]
pub(crate) fn beginning(text: &str) -> Option<SystemTime> {
    let mut parts = text.split('-').map(|part| part.parse::<u64>().ok());
    let (year, month, of_month) = (parts.next()??, parts.next()??, parts.next()??);
    // The year begins in March here.
    let year = year.checked_sub(u64::from(month <= 2))?;
    let shifted = month
        .checked_add(if month > 2 { 0 } else { 12 })?
        .checked_sub(3)?;
    let (era, year_of_era) = (year / 400, year % 400);
    let day_of_year = shifted
        .checked_mul(153)?
        .checked_add(2)?
        .checked_div(5)?
        .checked_add(of_month)?
        .checked_sub(1)?;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100;
    let days = era
        .checked_mul(146_097)?
        .checked_add(day_of_era)?
        .checked_add(day_of_year)?
        .checked_sub(719_468)?;
    let start = UNIX_EPOCH.checked_add(Duration::from_secs(days.checked_mul(86_400)?))?;
    // A day that no month has, and another spelling, come back as something else.
    (text.len() == 10 && day(start) == text).then_some(start)
}

/// The day in UTC as `YYYY-MM-DD`, by Hinnant's algorithm for the proleptic Gregorian calendar
/// (`civil_from_days`, "chrono-Compatible Low-Level Date Algorithms", 2013).
pub(crate) fn day(now: SystemTime) -> String {
    let days = since_epoch(now).as_secs() / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    // The year begins in March here.
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Whether `text` is a day of the calendar, written `YYYY-MM-DD`; of bytes, since constants are asked as well.
pub(crate) const fn is_day(text: &[u8]) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return false;
    };
    let (Some(century), Some(year), Some(month), Some(day)) =
        (two(y1, y2), two(y3, y4), two(m1, m2), two(d1, d2))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year != 0 || century % 4 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    0 < day && day <= last
}

/// The number that two digits write.
const fn two(tens: u8, ones: u8) -> Option<u8> {
    if tens.is_ascii_digit() && ones.is_ascii_digit() {
        Some((tens - b'0') * 10 + (ones - b'0'))
    } else {
        None
    }
}
