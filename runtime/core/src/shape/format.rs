//! Checks that a text is of a format: the grammars that JSON Schema's `format` names, judged as
//! validators judge them.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::{Format, label};
use driftless_base::calendar::is_day;

impl Format {
    /// Returns `true` if `text` is of this format.
    #[must_use]
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::DateTime => date_time(text),
            Self::Date => is_day(text.as_bytes()),
            Self::Time => time(text),
            Self::Duration => duration(text).is_some(),
            Self::Email => email(text),
            Self::Hostname => hostname(text),
            Self::Ipv4 => Ipv4Addr::from_str(text).is_ok(),
            Self::Ipv6 => Ipv6Addr::from_str(text).is_ok(),
            Self::Uri => fluent_uri::Uri::parse(text).is_ok(),
            Self::Uuid => uuid(text),
        }
    }
}

/// The value of a text of digits alone.
fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn date_time(text: &str) -> bool {
    text.split_once(['T', 't'])
        .is_some_and(|(day, clock)| is_day(day.as_bytes()) && time(clock))
}

fn clock(text: &str) -> Option<(u32, u32)> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (digits(hour, 2)?, digits(minute, 2)?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}

/// RFC 3339 `full-time`; a leap second only where it is 23:59:60 in UTC.
fn time(text: &str) -> bool {
    let (Some(Some((hour, minute))), Some(second)) = (
        text.get(..5).map(clock),
        text.get(5..8)
            .and_then(|part| digits(part.strip_prefix(':')?, 2)),
    ) else {
        return false;
    };
    let rest = text.get(8..).unwrap_or("");
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            if zone.len() == fraction.len() {
                return false;
            }
            zone
        }
        None => rest,
    };
    let offset = match (rest.get(..1), rest.get(1..)) {
        (Some("Z" | "z"), Some("")) => Some(0),
        (Some(sign @ ("+" | "-")), Some(offset)) => clock(offset).map(|(hours, minutes)| {
            let size = hours * 60 + minutes;
            // Minutes that lead back to UTC, within one day.
            if sign == "+" { 24 * 60 - size } else { size }
        }),
        _ => None,
    };
    offset.is_some_and(|offset| {
        let utc = (hour * 60 + minute + offset) % (24 * 60);
        second < 60 || (second == 60 && utc == 23 * 60 + 59)
    })
}

/// RFC 3339 appendix A: units in order, none left out between two others, weeks alone.
fn duration(text: &str) -> Option<()> {
    let rest = text.strip_prefix('P')?;
    let (days, clock) = rest
        .split_once('T')
        .map_or((rest, None), |(days, clock)| (days, Some(clock)));
    if clock.is_none()
        && let Some(weeks) = days.strip_suffix('W')
    {
        return amount(weeks);
    }
    if days.is_empty() && clock.is_none() {
        return None;
    }
    if !days.is_empty() {
        units(days, "YMD")?;
    }
    clock.map_or(Some(()), |clock| units(clock, "HMS"))
}

fn amount(text: &str) -> Option<()> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
}

/// At least one unit; each is the successor of the one before.
fn units(text: &str, names: &str) -> Option<()> {
    let mut next = None;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|character: char| !character.is_ascii_digit())?;
        amount(rest.get(..end)?)?;
        let unit = rest.get(end..)?.chars().next()?;
        let index = names.find(unit)?;
        if next.is_some_and(|next| next != index) {
            return None;
        }
        next = Some(index + 1);
        rest = rest.get(end + unit.len_utf8()..)?;
    }
    next.map(|_| ())
}

/// RFC 5321 `Mailbox`: a local part and a domain, nothing around them and no comments.
fn email(text: &str) -> bool {
    if is_plain_email(text) {
        return true;
    }
    let (is_local, domain) = match text.strip_prefix('"') {
        Some(rest) => match quoted(rest) {
            // The quotes count as well.
            Some((inside, behind)) => (inside <= 62, behind.strip_prefix('@')),
            None => return false,
        },
        None => text
            .split_once('@')
            .map_or((false, None), |(local, domain)| {
                (
                    local.len() <= 64 && local.split('.').all(atom),
                    Some(domain),
                )
            }),
    };
    is_local && domain.is_some_and(mail_domain)
}

fn atom(text: &str) -> bool {
    let is_mark = |byte: u8| b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || is_mark(byte))
}

/// Returns the length of a quoted string, and what stands behind its closing quote.
fn quoted(text: &str) -> Option<(usize, &str)> {
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        let taken = match byte {
            b'"' => return Some((at, text.get(at + 1..)?)),
            b'\\' => bytes.next()?.1,
            other => other,
        };
        if !matches!(taken, b' '..=b'~') {
            return None;
        }
    }
    None
}

fn mail_domain(text: &str) -> bool {
    let literal = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    match literal.map(|literal| (literal, literal.split_at_checked(5))) {
        Some((_, Some((tag, address)))) if tag.eq_ignore_ascii_case("IPv6:") => {
            Ipv6Addr::from_str(address).is_ok()
        }
        Some((literal, _)) => Ipv4Addr::from_str(literal).is_ok(),
        None => hostname(text),
    }
}

/// Returns `true` if `text` is an address of letters, digits and single marks, as nearly all are;
/// of others it says nothing.
fn is_plain_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let word = |part: &str, marks: &[u8]| {
        let mut bytes = part.bytes();
        let plain = bytes.all(|byte| byte.is_ascii_alphanumeric() || marks.contains(&byte));
        plain && (1..=63).contains(&part.len())
    };
    local.len() <= 63
        && local.split('.').all(|atom| word(atom, b"+-_"))
        && domain.len() <= 253
        && domain.split('.').all(|label| word(label, b""))
}

/// RFC 1123, with RFC 5891 for labels that carry other scripts.
fn hostname(text: &str) -> bool {
    !text.is_empty() && text.len() <= 253 && text.split('.').all(label)
}

fn label(text: &str) -> bool {
    let plain = (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-');
    plain
        && match (text.get(2..4), text.get(..4)) {
            (Some("--"), Some("xn--")) => label::is_spelled(text),
            (Some("--"), _) => false,
            _ => true,
        }
}

fn uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
