//! The day of the build.

use std::time::{SystemTime, UNIX_EPOCH};

use driftless_base::calendar;

/// Returns the day in UTC as `YYYY-MM-DD`; that of `SOURCE_DATE_EPOCH` where it is set, so that a
/// build can be repeated (<https://reproducible-builds.org/specs/source-date-epoch/>, 2026-11).
pub(crate) fn today() -> String {
    calendar::day(set().unwrap_or_else(machine))
}

fn set() -> Option<u64> {
    std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()
}

#[allow(
    clippy::disallowed_methods,
    reason = "a build has no clock but the machine's; `SOURCE_DATE_EPOCH` comes first"
)]
fn machine() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}
