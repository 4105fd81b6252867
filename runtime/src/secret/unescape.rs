//! Escapes, one at a time: percent signs, backslashes, HTML entities.

use std::ops::Range;

use super::layer::BREAK;

/// Stands for a character that no key has.
const OTHER: u8 = 0;

/// Entities whose character begins another escape (HTML standard, section 13.5); any other one is
/// punctuation.
const NAMED: &[(&[u8], u8)] = &[
    (b"amp", b'&'),
    (b"percnt", b'%'),
    (b"bsol", b'\\'),
    (b"num", b'#'),
    (b"semi", b';'),
    (b"plus", b'+'),
    (b"equals", b'='),
    (b"sol", b'/'),
    (b"lowbar", b'_'),
    (b"dash", b'-'),
    (b"hyphen", b'-'),
];

/// The longest name of an entity that is looked for.
const LONGEST_NAME: usize = 32;

/// Returns the byte that `text` begins with, and how many bytes spell it; 1 where it is no escape.
///
/// An escape that was itself escaped several times in one way (`%2525`, `\\\\u`, `&amp;amp;`) is
/// undone in one step.
pub(super) fn one_unit(text: &[u8]) -> (u8, usize) {
    let unit = match text.first() {
        Some(b'%') => percent(text),
        Some(b'\\') => backslash(text),
        Some(b'&') => entity(text),
        _ => None,
    };
    unit.unwrap_or((text.first().copied().unwrap_or(OTHER), 1))
}

pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// `%73`, `%2573`, `%252573`.
fn percent(text: &[u8]) -> Option<(u8, usize)> {
    let mut at = 1_usize;
    while text.get(at..).is_some_and(|rest| rest.starts_with(b"25")) {
        at = at.saturating_add(2);
    }
    match text.get(at..)? {
        [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
            let byte = hex_digit(*high)? << 4 | hex_digit(*low)?;
            Some((ascii(u32::from(byte)), at.saturating_add(2)))
        }
        _ if at > 1 => Some((b'%', at)),
        // Cut off.
        [] => Some((OTHER, at)),
        [digit] if digit.is_ascii_hexdigit() => Some((OTHER, at.saturating_add(1))),
        _ => None,
    }
}

/// `\/`, `\u0073`, `\U00000073`, `\u{73}`, `\x73`, `\163`, with any number of backslashes.
fn backslash(text: &[u8]) -> Option<(u8, usize)> {
    let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
    let rest = text.get(slashes..)?;
    let all = |length: usize| slashes.saturating_add(length);
    let Some(kind) = rest.first() else {
        return Some((OTHER, slashes));
    };
    let digits = rest.get(1..).unwrap_or_default();
    let fixed = |length: usize| {
        let digits = digits.get(..length.min(digits.len())).unwrap_or_default();
        let value = digits.iter().try_fold(0_u32, |value, digit| {
            Some(
                value
                    .saturating_mul(16)
                    .saturating_add(u32::from(hex_digit(*digit)?)),
            )
        })?;
        // What is cut off says nothing.
        let byte = if digits.len() < length {
            OTHER
        } else {
            ascii(value)
        };
        Some((byte, all(digits.len().saturating_add(1))))
    };
    match kind {
        b'u' if digits.first() == Some(&b'{') => {
            let inner = digits.get(1..).unwrap_or_default();
            let (value, length) = number(inner, 16);
            Some((ascii(value), all(length.saturating_add(3)).min(text.len())))
        }
        b'u' => fixed(4),
        b'U' => fixed(8),
        b'x' | b'X' => fixed(2),
        b'0'..=b'3' if is_octal(rest) => {
            let value = rest.iter().take(3).fold(0_u32, |value, digit| {
                value
                    .saturating_mul(8)
                    .saturating_add(u32::from(digit.wrapping_sub(b'0')))
            });
            Some((ascii(value), all(3)))
        }
        b'n' | b'r' | b't' => Some((b'\n', all(1))),
        b'b' | b'f' => Some((OTHER, all(1))),
        other => Some((*other, all(1))),
    }
}

fn is_octal(text: &[u8]) -> bool {
    let digits = text.get(..3).unwrap_or_default();
    digits.len() == 3 && digits.iter().all(|digit| matches!(digit, b'0'..=b'7'))
}

/// `&#115;`, `&#x73;`, `&sol;`, `&amp;#115;`, also without `;`.
fn entity(text: &[u8]) -> Option<(u8, usize)> {
    let mut at = 1_usize;
    while text.get(at..).is_some_and(|rest| rest.starts_with(b"amp;")) {
        at = at.saturating_add(4);
    }
    let ampersand = (at > 1).then_some((b'&', at));
    let rest = text.get(at..).unwrap_or_default();
    let (value, length) = match rest {
        [b'#', b'x' | b'X', digits @ ..] => {
            let (value, length) = number(digits, 16);
            (ascii(value), length.saturating_add(2))
        }
        [b'#', digits @ ..] => {
            let (value, length) = number(digits, 10);
            (ascii(value), length.saturating_add(1))
        }
        _ => {
            let name = rest.iter().take(LONGEST_NAME);
            let length = name.take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if length < 2 || rest.get(length) != Some(&b';') {
                return ampersand;
            }
            let name = rest.get(..length).unwrap_or_default();
            let known = NAMED
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name));
            (known.map_or(OTHER, |(_, byte)| *byte), length)
        }
    };
    let closed = usize::from(rest.get(length) == Some(&b';'));
    Some((value, at.saturating_add(length).saturating_add(closed)))
}

/// Returns the number that `text` begins with, and how many digits it has.
fn number(text: &[u8], radix: u32) -> (u32, usize) {
    let digits = text
        .iter()
        .map_while(|byte| char::from(*byte).to_digit(radix));
    digits.fold((0_u32, 0_usize), |(value, length), digit| {
        let value = value.saturating_mul(radix).saturating_add(digit);
        (value, length.saturating_add(1))
    })
}

/// Returns the byte of an ASCII character; of another one, what no key has.
fn ascii(code: u32) -> u8 {
    if code == u32::from('…') {
        return BREAK;
    }
    let byte = u8::try_from(code).ok();
    byte.filter(u8::is_ascii).unwrap_or(OTHER)
}

/// Returns the insides of all JSON strings in `text`, in order.
pub(super) fn strings(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at
            .saturating_add(memchr::memchr(b'"', rest)?)
            .saturating_add(1);
        let mut end = start;
        loop {
            let rest = text.get(end..)?;
            let found = memchr::memchr2(b'"', b'\\', rest)?;
            end = end.saturating_add(found);
            if text.get(end) == Some(&b'"') {
                break;
            }
            end = end.saturating_add(2);
        }
        at = end.saturating_add(1);
        Some(start..end)
    })
}
