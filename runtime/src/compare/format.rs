//! Texts of a format by what they stand for: `…T10:00:00Z` is the time that `…T12:00:00.0+02:00`
//! is.

use std::net::Ipv6Addr;

use driftless_base::calendar;

use crate::shape::Format;

/// A text that is the same for all spellings of one value; `None` for a text that is not of the
/// format.
pub(super) fn value(format: Format, text: &str) -> Option<String> {
    if !format.accepts(text) {
        return None;
    }
    match format {
        Format::DateTime => date_time(text),
        Format::Time => time(text).map(|(minutes, seconds)| {
            let minutes = minutes.rem_euclid(24 * 60);
            format!("{minutes}:{seconds}")
        }),
        Format::Duration => Some(duration(text)),
        Format::Email => {
            let (local, domain) = text.rsplit_once('@')?;
            Some(format!("{local}@{}", domain.to_lowercase()))
        }
        Format::Ipv6 => text.parse::<Ipv6Addr>().ok().map(|of| of.to_string()),
        Format::Uri => {
            let uri = fluent_uri::Uri::parse(text).ok()?;
            Some(uri.normalize().into_string())
        }
        Format::Hostname | Format::Uuid => Some(text.to_lowercase()),
        Format::Date | Format::Ipv4 => Some(text.to_owned()),
    }
}

/// Minutes since 0000-03-01 in UTC, and the second; a leap second stays one.
fn date_time(text: &str) -> Option<String> {
    let (day, clock) = text.split_once(['T', 't'])?;
    let days = calendar::days(day)?;
    let (minutes, seconds) = time(clock)?;
    Some(format!("{}:{seconds}", days * 24 * 60 + minutes))
}

/// Minutes in UTC, perhaps of the day before or after, and the second without zeros that say
/// nothing.
fn time(text: &str) -> Option<(i64, &str)> {
    let minutes = |text: &str| -> Option<i64> {
        let (hour, minute) = text.split_once(':')?;
        Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?)
    };
    let local = minutes(text.get(..5)?)?;
    let rest = text.get(6..)?;
    let zone = rest.find(['Z', 'z', '+', '-'])?;
    let (seconds, zone) = rest.split_at_checked(zone)?;
    let offset = match zone.split_at_checked(1)? {
        ("+", offset) => minutes(offset)?,
        ("-", offset) => -minutes(offset)?,
        _ => 0,
    };
    let seconds = if seconds.contains('.') {
        seconds.trim_end_matches('0').trim_end_matches('.')
    } else {
        seconds
    };
    Some((local - offset, seconds))
}

/// Months, days and seconds: years are twelve months, weeks seven days, and nothing else is always
/// the same.
fn duration(text: &str) -> String {
    let (mut months, mut days, mut seconds) = (0_u128, 0_u128, 0_u128);
    let (mut amount, mut clock) = (0_u128, false);
    for character in text.chars() {
        let sum = match character {
            'T' => {
                clock = true;
                continue;
            }
            'Y' => (&mut months, 12),
            'M' if !clock => (&mut months, 1),
            'W' => (&mut days, 7),
            'D' => (&mut days, 1),
            'H' => (&mut seconds, 3600),
            'M' => (&mut seconds, 60),
            'S' => (&mut seconds, 1),
            other => {
                let digit = other.to_digit(10).unwrap_or(0);
                amount = amount.saturating_mul(10).saturating_add(digit.into());
                continue;
            }
        };
        *sum.0 = sum.0.saturating_add(amount.saturating_mul(sum.1));
        amount = 0;
    }
    format!("{months}:{days}:{seconds}")
}
