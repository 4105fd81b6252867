//! A quick test, while compiling, for texts that are surely not of a format; [`Format::accepts`] is
//! the judge of answers.

use super::Format;
use driftless_base::calendar::is_day;

impl Format {
    /// Returns `true` if `text` looks like one of this format: `false` is certain. What a constant
    /// can't judge (a host name in Punycode, the quoted part of an address) passes.
    pub(crate) const fn may_be(self, text: &str) -> bool {
        let text = text.as_bytes();
        match self {
            Self::DateTime => date_time(text),
            Self::Date => is_day(text),
            Self::Time => time(text),
            Self::Duration => duration(text),
            Self::Email => email(text),
            Self::Hostname => hostname(text),
            Self::Ipv4 => ipv4(text),
            Self::Ipv6 => ipv6(text),
            Self::Uri => uri(text),
            Self::Uuid => uuid(text),
        }
    }
}

/// The value of two digits, and what follows them.
const fn two(text: &[u8]) -> Option<(u32, &[u8])> {
    #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
    match text {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] => {
            Some(((*tens - b'0') as u32 * 10 + (*ones - b'0') as u32, rest))
        }
        _ => None,
    }
}

/// Two digits behind a mark.
const fn two_after(mark: u8, text: &[u8]) -> Option<(u32, &[u8])> {
    match text {
        [first, rest @ ..] if *first == mark => two(rest),
        _ => None,
    }
}

/// Hours and minutes, and what follows them.
const fn clock(text: &[u8]) -> Option<&[u8]> {
    let Some((0..24, rest)) = two(text) else {
        return None;
    };
    match two_after(b':', rest) {
        Some((0..60, rest)) => Some(rest),
        _ => None,
    }
}

const fn time(text: &[u8]) -> bool {
    let Some(rest) = clock(text) else {
        return false;
    };
    let Some((0..=60, mut zone)) = two_after(b':', rest) else {
        return false;
    };
    if let [b'.', b'0'..=b'9', tail @ ..] = zone {
        zone = tail;
        while let [b'0'..=b'9', tail @ ..] = zone {
            zone = tail;
        }
    }
    match zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', offset @ ..] => matches!(clock(offset), Some([])),
        _ => false,
    }
}

const fn date_time(text: &[u8]) -> bool {
    match text.split_at_checked(10) {
        Some((day, [b'T' | b't', clock @ ..])) => is_day(day) && time(clock),
        _ => false,
    }
}

const fn duration(text: &[u8]) -> bool {
    let [b'P', rest @ .., last] = text else {
        return false;
    };
    let mut rest = rest;
    while let [byte, tail @ ..] = rest {
        if !matches!(byte, b'0'..=b'9' | b'Y' | b'M' | b'D' | b'T' | b'H') {
            return false;
        }
        rest = tail;
    }
    matches!(last, b'Y' | b'M' | b'W' | b'D' | b'H' | b'S') && text.len() > 2
}

const fn email(text: &[u8]) -> bool {
    // The last `@` is the one before the domain: a domain has none.
    let mut at = text.len();
    while at > 1 {
        at -= 1;
        if let (_, [b'@', domain @ ..]) = text.split_at(at) {
            return match domain {
                [b'[', .., b']'] => true,
                domain => hostname(domain),
            };
        }
    }
    false
}

const fn hostname(text: &[u8]) -> bool {
    let (mut rest, mut label, mut before) = (text, 0, b'.');
    while let [byte, tail @ ..] = rest {
        let fits = match byte {
            b'.' => label > 0 && before != b'-',
            b'-' => label > 0,
            byte => byte.is_ascii_alphanumeric(),
        };
        label = if *byte == b'.' { 0 } else { label + 1 };
        if !fits || label > 63 {
            return false;
        }
        before = *byte;
        rest = tail;
    }
    before != b'.' && before != b'-' && text.len() <= 253
}

const fn ipv4(text: &[u8]) -> bool {
    let (mut rest, mut dots, mut digits, mut value) = (text, 0, 0, 0_u32);
    while let [byte, tail @ ..] = rest {
        if byte.is_ascii_digit() {
            #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
            let digit = (*byte - b'0') as u32;
            digits += 1;
            value = value * 10 + digit;
        } else if *byte == b'.' && digits > 0 {
            dots += 1;
            digits = 0;
            value = 0;
        } else {
            return false;
        }
        if digits > 3 || value > 255 {
            return false;
        }
        rest = tail;
    }
    dots == 3 && digits > 0
}

const fn ipv6(text: &[u8]) -> bool {
    let (mut rest, mut colons) = (text, 0);
    while let [byte, tail @ ..] = rest {
        match byte {
            b':' => colons += 1,
            b'.' | b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' => {}
            _ => return false,
        }
        rest = tail;
    }
    2 <= colons && colons <= 8 && text.len() <= 45
}

const fn uri(text: &[u8]) -> bool {
    let [first, rest @ ..] = text else {
        return false;
    };
    let (mut rest, mut scheme) = (rest, first.is_ascii_alphabetic());
    while let [byte, tail @ ..] = rest
        && *byte != b':'
    {
        scheme = scheme && (byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
        rest = tail;
    }
    if !scheme || rest.is_empty() {
        return false;
    }
    while let [byte, tail @ ..] = rest {
        rest = match (byte, tail) {
            (b'%', [high, low, tail @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                tail
            }
            (b'%' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}', _) => {
                return false;
            }
            (byte, tail) if byte.is_ascii_graphic() => tail,
            _ => return false,
        };
    }
    true
}

const fn uuid(text: &[u8]) -> bool {
    let (mut rest, mut at) = (text, 0);
    while let [byte, tail @ ..] = rest {
        let fits = match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        };
        if !fits {
            return false;
        }
        at += 1;
        rest = tail;
    }
    at == 36
}
