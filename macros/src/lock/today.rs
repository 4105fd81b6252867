//! The day of the build.

use std::time::{SystemTime, UNIX_EPOCH};

/// The day in UTC as `YYYY-MM-DD`; that of `SOURCE_DATE_EPOCH` where it is set, so that a build can be repeated
/// (<https://reproducible-builds.org/specs/source-date-epoch/>, 2026-11).
pub(crate) fn today() -> String {
    day(set().unwrap_or_else(machine))
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

/// By Hinnant's algorithm for the proleptic Gregorian calendar (`civil_from_days`, "chrono-Compatible Low-Level Date Algorithms", 2013).
/// The runtime has the same; a derive can't depend on the crate that it writes for.
fn day(seconds: u64) -> String {
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // The year begins in March here.
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, written) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_803_254_399, "2027-02-21"),
            (1_803_254_400, "2027-02-22"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(day(seconds), written);
        }
    }
}
