//! Days of the proleptic Gregorian calendar in UTC, written `YYYY-MM-DD`.
//!
//! Both directions follow Hinnant's algorithms (`civil_from_days` and `days_from_civil`,
//! "chrono-Compatible Low-Level Date Algorithms", 2013).

const SECONDS_A_DAY: u64 = 86_400;

/// Days from 0000-03-01, where the algorithm's eras begin, to 1970-01-01.
const EPOCH: u64 = 719_468;

/// Returns the day that holds the second `seconds` after 1970-01-01 00:00 UTC.
#[must_use]
pub fn day(seconds: u64) -> String {
    let days = seconds / SECONDS_A_DAY + EPOCH;
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

/// Returns the seconds from 1970-01-01 to the beginning of a day. `None` if `text` is not a day
/// since then.
#[must_use]
pub fn beginning(text: &str) -> Option<u64> {
    let days = u64::try_from(days(text)?).ok()?;
    days.checked_sub(EPOCH)?.checked_mul(SECONDS_A_DAY)
}

/// Returns the days from 0000-03-01 to a day; the two months before it are negative. `None` if
/// `text` is not a day.
#[must_use]
pub fn days(text: &str) -> Option<i64> {
    if !is_day(text.as_bytes()) {
        return None;
    }
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, of_month) = (parts.next()??, parts.next()??, parts.next()??);
    // The year begins in March here, so that the odd day comes last.
    let (year, shifted) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leaps + (153 * shifted + 2) / 5 + of_month - 1)
}

/// Returns `true` if `text` is a day of the calendar, written `YYYY-MM-DD`. Takes bytes, so that
/// constants can be checked as well.
#[must_use]
pub const fn is_day(text: &[u8]) -> bool {
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
