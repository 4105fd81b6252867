//! Hints for texts that are not of their format: how what was probably meant is written.
//!
//! A text that a hint names is of the format. Where something is missing that only the writer can
//! know, the hint says what, and makes nothing up.

use std::fmt::Write as _;

use crate::shape::Format;

/// Longest text that is looked at; what is longer is about something else.
const LONGEST: usize = 512;

/// Returns how a text that is not of the format is written; `None` if what was meant isn't evident.
pub(super) fn hint(format: Format, text: &str) -> Option<String> {
    if text.len() > LONGEST || super::nothing::says_nothing(text) {
        return None;
    }
    let bare = text.trim_matches(|next: char| next.is_whitespace() || "<>\"'`".contains(next));
    let proposals = std::iter::once(bare.to_owned()).chain(proposals(format, bare));
    if let Some(proposal) = proposals.into_iter().find(|text| format.accepts(text)) {
        return Some(format!("write `{proposal}`"));
    }
    rule(format, bare).map(str::to_owned)
}

/// Returns other spellings of what a text says, likely ones first.
fn proposals(format: Format, text: &str) -> Vec<String> {
    match format {
        Format::DateTime => date_times(text),
        Format::Date => dates(text),
        Format::Time => clocks(text),
        Format::Duration => durations(text).into_iter().collect(),
        Format::Email => addresses(text),
        Format::Hostname => vec![host(text).to_ascii_lowercase()],
        Format::Ipv4 => vec![host(text).to_owned(), octets(text)],
        Format::Ipv6 => vec![host(text).to_owned()],
        Format::Uri => uris(text),
        Format::Uuid => uuids(text),
    }
}

/// Returns the rule that a text breaks.
fn rule(format: Format, text: &str) -> Option<&'static str> {
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    Some(match format {
        Format::DateTime if !has_digits => return None,
        Format::DateTime => date_time_rule(text),
        Format::Date if looks_like_day(text) => NO_DAY,
        Format::Date if has_digits => "write it as YYYY-MM-DD: year, month, day",
        Format::Time if has_digits => time_rule(text),
        Format::Duration if has_digits => {
            "write an ISO 8601 duration of whole units, such as `PT2H` for two hours or `P1DT30M`"
        }
        Format::Email if !text.is_ascii() => {
            "an e-mail address has letters from A to Z, digits and signs"
        }
        Format::Email if !text.contains('@') => "an e-mail address has an `@` before its host name",
        Format::Email => "write one e-mail address and nothing else",
        Format::Hostname | Format::Uri if !text.is_ascii() => {
            "letters other than A to Z are written as `%` and two hexadecimal digits for each byte, in a host name in Punycode (`xn--…`)"
        }
        Format::Hostname => "write the host name alone: letters, digits and hyphens between points",
        Format::Ipv4 => "write four numbers from 0 to 255 between points and nothing else",
        Format::Ipv6 => "write one IPv6 address and nothing else",
        Format::Uri if !text.contains(':') => {
            "a URI begins with its scheme, such as `https:`, which is missing"
        }
        Format::Uri => {
            "in a URI, other characters are written as `%` and two hexadecimal digits, a blank as `%20`"
        }
        Format::Uuid => {
            "write 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12, with hyphens between them"
        }
        _ => return None,
    })
}

/// The rule that a date of the right form breaks.
const NO_DAY: &str =
    "the calendar has no such day: write a month from 01 to 12, and a day that it has";

/// Returns `true` if `text` has the form YYYY-MM-DD.
fn looks_like_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn date_time_rule(text: &str) -> &'static str {
    let day = text.get(..10).unwrap_or(text);
    if looks_like_day(day) && !Format::Date.accepts(day) {
        return NO_DAY;
    }
    if !Format::Date.accepts(day) {
        return "write it as YYYY-MM-DDTHH:MM:SS and the offset from UTC: `Z` for UTC, or such as `+02:00`";
    }
    let clock = text.get(11..).unwrap_or("");
    if !clock.contains(':') {
        return "the time of day and its offset from UTC are missing: write YYYY-MM-DDTHH:MM:SS, then `Z` for UTC or an offset such as `+02:00`";
    }
    time_rule(clock)
}

fn time_rule(clock: &str) -> &'static str {
    // Three times may be read as one: what is right with a zone lacks nothing else.
    if Format::Time.accepts(&format!("{clock}Z")) {
        return "the offset from UTC is missing: write `Z` behind it for UTC, or an offset such as `+02:00`";
    }
    if Format::Time.accepts(&format!("{clock}:00Z")) {
        return "seconds and the offset from UTC are missing: write HH:MM:SS, then `Z` for UTC or an offset such as `+02:00`";
    }
    "write HH:MM:SS from 00:00:00 on and the offset from UTC: `Z` for UTC, or such as `+02:00`"
}

/// Returns what stands at the end as an offset, in the form of RFC 3339, and what stands before.
fn zoned(text: &str) -> Option<(String, String)> {
    let upper = text.to_ascii_uppercase();
    for name in ["Z", "UTC", "GMT"] {
        if let Some(before) = upper.strip_suffix(name) {
            return Some((before.trim_end().to_owned(), "Z".to_owned()));
        }
    }
    let at = upper.rfind(['+', '-'])?;
    let (before, offset) = upper.split_at_checked(at)?;
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let digits = if digits.len() == 2 {
        format!("{digits}00")
    } else {
        digits
    };
    let (hours, minutes) = digits.split_at_checked(2).filter(|_| digits.len() == 4)?;
    let sign = offset.get(..1)?;
    Some((
        before.trim_end().to_owned(),
        format!("{sign}{hours}:{minutes}"),
    ))
}

fn date_times(text: &str) -> Vec<String> {
    let Some((before, offset)) = zoned(text) else {
        return Vec::new();
    };
    let before = before.replacen(' ', "T", 1);
    let mut all = vec![format!("{before}{offset}")];
    // The basic form, without separators.
    if let Some((day, clock)) = before.split_once('T')
        && let (Some((year, rest)), Some((hour, minutes))) =
            (day.split_at_checked(4), clock.split_at_checked(2))
        && let (Some((month, day)), Some((minute, second))) =
            (rest.split_at_checked(2), minutes.split_at_checked(2))
    {
        all.push(format!(
            "{year}-{month}-{day}T{hour}:{minute}:{second}{offset}"
        ));
    }
    all
}

fn dates(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    // A time behind the day.
    all.extend(
        text.get(..10)
            .filter(|_| {
                text.get(10..)
                    .is_some_and(|rest| rest.starts_with(['T', 't', ' ']))
            })
            .map(str::to_owned),
    );
    let parts: Vec<&str> = text
        .split(['/', '.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| part.parse::<u32>().ok();
    if let [one, two, three] = parts.as_slice()
        && let (Some(one_is), Some(two_is)) = (number(one), number(two))
        && three.len() <= 4
    {
        if one.len() == 4 {
            all.push(format!("{one}-{two:0>2}-{three:0>2}"));
        } else if three.len() == 4 && one_is > 12 {
            // No month has such a number, so the day stands first.
            all.push(format!("{three}-{two:0>2}-{one:0>2}"));
        } else if three.len() == 4 && two_is > 12 {
            all.push(format!("{three}-{one:0>2}-{two:0>2}"));
        }
    }
    if let [basic] = parts.as_slice()
        && basic.len() == 8
        && let (Some(year), Some(month), Some(day)) =
            (basic.get(..4), basic.get(4..6), basic.get(6..))
    {
        all.push(format!("{year}-{month}-{day}"));
    }
    all
}

fn clocks(text: &str) -> Vec<String> {
    let behind_day = text
        .get(11..)
        .filter(|_| text.get(..10).is_some_and(|day| Format::Date.accepts(day)));
    let zoned = zoned(text).map(|(before, offset)| format!("{before}{offset}"));
    behind_day
        .map(str::to_owned)
        .into_iter()
        .chain(zoned)
        .collect()
}

/// Returns a number and a unit of everyday language as a duration.
fn durations(text: &str) -> Option<String> {
    const UNITS: &[(&str, &str)] = &[
        ("s sec secs second seconds", "PT#S"),
        ("m min mins minute minutes", "PT#M"),
        ("h hr hrs hour hours", "PT#H"),
        ("d day days", "P#D"),
        ("w week weeks", "P#W"),
        ("mo month months", "P#M"),
        ("y yr year years", "P#Y"),
    ];
    let digits = text.find(|next: char| !next.is_ascii_digit())?;
    let (count, unit) = text.split_at_checked(digits)?;
    let unit = unit.trim().to_lowercase();
    let (_, form) = UNITS
        .iter()
        .find(|(names, _)| names.split(' ').any(|name| name == unit))?;
    Some(form.replace('#', count))
}

fn addresses(text: &str) -> Vec<String> {
    let inside = text
        .rsplit_once('<')
        .map(|(_, rest)| rest.split('>').next().unwrap_or(rest));
    let one_word = || {
        let mut words = text
            .split([' ', ',', ';', '(', ')', '[', ']'])
            .filter(|word| word.contains('@'));
        words.next().filter(|_| words.next().is_none())
    };
    let scheme = text
        .get(..7)
        .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let bare = scheme.and_then(|_| text.get(7..));
    [inside, bare, one_word()]
        .into_iter()
        .flatten()
        .map(|part| part.trim().to_owned())
        .collect()
}

/// Returns the host of a URI or of an address with a port, a zone or a prefix length.
fn host(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    if let Some(inside) = rest.strip_prefix('[') {
        return inside.split([']', '%']).next().unwrap_or(inside);
    }
    let rest = rest.split('%').next().unwrap_or(rest);
    let rest = match rest.split_once(':') {
        Some((name, port)) if !port.contains(':') => name,
        _ => rest,
    };
    rest.trim_end_matches('.')
}

/// Returns an IPv4 address without zeros before its numbers.
fn octets(text: &str) -> String {
    let number = |part: &str| match part.trim_start_matches('0') {
        "" if !part.is_empty() => "0".to_owned(),
        rest => rest.to_owned(),
    };
    text.split('.').map(number).collect::<Vec<_>>().join(".")
}

fn uris(text: &str) -> Vec<String> {
    let mut encoded = String::with_capacity(text.len());
    for next in text.chars() {
        if next == ' ' || "<>\"{}|\\^`".contains(next) {
            // Writing to a String can't fail.
            let _infallible = write!(encoded, "%{:02X}", u32::from(next));
        } else {
            encoded.push(next);
        }
    }
    let is_mail = Format::Email
        .accepts(text)
        .then(|| format!("mailto:{text}"));
    // With a scheme alone nothing is made up; without one, which it is isn't known.
    let has_scheme = text.contains("://").then_some(encoded);
    is_mail.into_iter().chain(has_scheme).collect()
}

fn uuids(text: &str) -> Vec<String> {
    let rest = text.rsplit(':').next().unwrap_or(text);
    let digits: String = rest
        .chars()
        .filter(|next| !"-{} ".contains(*next))
        .collect();
    let mut all = Vec::new();
    if let (Some(one), Some(two), Some(three), Some(four), Some(five)) = (
        digits.get(..8),
        digits.get(8..12),
        digits.get(12..16),
        digits.get(16..20),
        digits.get(20..),
    ) {
        all.push(format!("{one}-{two}-{three}-{four}-{five}"));
    }
    all
}
