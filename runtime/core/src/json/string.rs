//! Strings: their text where it stands, or a copy without escapes.

use std::borrow::Cow;

use super::scan::{copy_plain, plain};
use super::{Reader, Stop, swallowed};

impl<'a> Reader<'a> {
    /// Reads a string; borrowed unless it holds an escape.
    ///
    /// # Errors
    /// [`Stop`] if no string is next, or it holds a control character, an invalid escape or a lone
    /// surrogate.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'a, str>, Stop> {
        self.expect(b'"')?;
        let start = self.at;
        let value = self.rest_of_string(0)?;
        if let Cow::Owned(text) = &value {
            self.look_at_escapes(start, text);
        }
        Ok(value)
    }

    /// Reads a string that is no data of the answer: no sign of a swallowed backslash is noted. A
    /// text with escapes gets room for so many bytes at once, where that many are left.
    #[inline]
    pub(super) fn string_in(&mut self, room: usize) -> Result<Cow<'a, str>, Stop> {
        self.expect(b'"')?;
        self.rest_of_string(room)
    }

    #[inline]
    fn rest_of_string(&mut self, room: usize) -> Result<Cow<'a, str>, Stop> {
        let end = plain(self.bytes(), self.at);
        if self.bytes().get(end) == Some(&b'"') {
            let value = self.text.get(self.at..end).ok_or(Stop)?;
            self.at = end + 1;
            return Ok(Cow::Borrowed(value));
        }
        let (value, end) = unescape(self.text, self.at, end, room).map_err(|_at| Stop)?;
        self.at = end;
        Ok(value)
    }

    /// Notes the string from `start` to here, which stands for `text`, if it has a swallowed
    /// backslash.
    #[cold]
    fn look_at_escapes(&mut self, start: usize, text: &str) {
        let is_rare = memchr::memchr2(0x08, 0x0c, text.as_bytes()).is_none();
        if !is_rare && self.swallowed.is_none() && swallowed(self.since(start)).is_some() {
            self.swallowed = Some(start);
        }
    }
}

/// Reads the string that starts behind the quote at byte `start - 1` of `text`: its value, and the
/// offset behind its closing quote.
///
/// # Errors
/// The offset of the byte that is wrong.
#[inline]
pub fn scan_string(text: &str, start: usize) -> Result<(Cow<'_, str>, usize), usize> {
    let at = plain(text.as_bytes(), start);
    match text.as_bytes().get(at) {
        Some(b'"') => Ok((Cow::Borrowed(text.get(start..at).ok_or(at)?), at + 1)),
        Some(b'\\') => unescape(text, start, at, 0),
        _ => Err(at),
    }
}

/// Decodes the escapes of a string whose first byte that is not plain is known, and is no closing
/// quote. Reserves room for the given number of bytes at once, where that many are left.
#[cold]
fn unescape(
    text: &str,
    start: usize,
    first: usize,
    room: usize,
) -> Result<(Cow<'_, str>, usize), usize> {
    let bytes = text.as_bytes();
    let begun = bytes.get(start..first).ok_or(first)?;
    let left = bytes.len().saturating_sub(start);
    let mut out = Vec::with_capacity(room.min(left).max(begun.len()));
    out.extend_from_slice(begun);
    let mut at = first;
    loop {
        match bytes.get(at) {
            Some(b'"') => {
                // Room that stays empty is given back, or many short texts would hold many times
                // what was sent.
                if out.capacity() > out.len().saturating_mul(2).saturating_add(64) {
                    out.shrink_to_fit();
                }
                let text = String::from_utf8(out).map_err(|_not_text| at)?;
                return Ok((Cow::Owned(text), at + 1));
            }
            Some(b'\\') => {
                let escape = at;
                at += 2;
                match bytes.get(escape + 1) {
                    Some(plain @ (b'"' | b'\\' | b'/')) => out.push(*plain),
                    Some(b'b') => out.push(0x08),
                    Some(b'f') => out.push(0x0c),
                    Some(b'n') => out.push(b'\n'),
                    Some(b'r') => out.push(b'\r'),
                    Some(b't') => out.push(b'\t'),
                    Some(b'u') => {
                        let high = hex4(bytes, at).ok_or(escape)?;
                        at += 4;
                        let character = if let Some(character) = char::from_u32(high) {
                            character
                        } else {
                            let low = (bytes.get(at..at + 2) == Some(b"\\u"))
                                .then(|| hex4(bytes, at + 2))
                                .flatten();
                            at += 6;
                            low.and_then(|low| pair(high, low)).ok_or(escape)?
                        };
                        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                    _ => return Err(escape),
                }
            }
            Some(0x00..=0x1f) | None => return Err(at),
            Some(_) => at = copy_plain(bytes, at, &mut out),
        }
    }
}

/// Returns the value of the four hexadecimal digits at `at`; `None` if they are none.
pub(super) fn hex4(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.iter().try_fold(0, |value, byte| {
        char::from(*byte)
            .to_digit(16)
            .map(|digit| value * 16 + digit)
    })
}

/// Returns the character of a surrogate pair; `None` if the two are none.
pub(crate) fn pair(high: u32, low: u32) -> Option<char> {
    let units = [u16::try_from(high).ok()?, u16::try_from(low).ok()?];
    char::decode_utf16(units).next()?.ok()
}
