//! An ordered JSON value for what driftless itself writes: schemas and request parts.

use std::borrow::Cow;

use super::scan::{copy_plain, plain};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;

/// A JSON value whose members keep the order in which they were put, whatever features other crates switch on in `serde_json`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Json {
    /// `null`
    Null,
    /// A Boolean.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A finite number.
    Float(f64),
    /// A number that neither of the two holds, as it was written.
    Number(String),
    /// A text.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object; keys in order, each once.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// An object from its members.
    #[must_use]
    pub fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Object(
            members
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        )
    }

    /// A text.
    #[must_use]
    pub fn string(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// The member `key` of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => serializer.serialize_i64(value),
                (_, Ok(value)) => serializer.serialize_u64(value),
                _ => serializer.serialize_i128(*value),
            },
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Number(text) => RawValue::from_string(text.clone())
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
            Self::String(value) => serializer.serialize_str(value),
            Self::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// Why a string literal is not one, and where.
pub(crate) type BadString = usize;

/// The string that starts behind the quote at byte `start - 1` of `text`, and the offset behind its closing quote.
#[inline]
pub(crate) fn scan_string(text: &str, start: usize) -> Result<(Cow<'_, str>, usize), BadString> {
    let at = plain(text.as_bytes(), start);
    match text.as_bytes().get(at) {
        Some(b'"') => Ok((Cow::Borrowed(text.get(start..at).ok_or(at)?), at + 1)),
        Some(b'\\') => unescape(text, start, at, 0),
        _ => Err(at),
    }
}

/// The same where the first byte that is not plain is known, and is no closing quote; with room for so many bytes at once, where that many are left.
#[cold]
pub(super) fn unescape(
    text: &str,
    start: usize,
    first: usize,
    room: usize,
) -> Result<(Cow<'_, str>, usize), BadString> {
    let bytes = text.as_bytes();
    let begun = bytes.get(start..first).ok_or(first)?;
    let left = bytes.len().saturating_sub(start);
    let mut out = Vec::with_capacity(room.min(left).max(begun.len()));
    out.extend_from_slice(begun);
    let mut at = first;
    loop {
        match bytes.get(at) {
            Some(b'"') => {
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

fn hex4(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.iter().try_fold(0, |value, byte| {
        char::from(*byte)
            .to_digit(16)
            .map(|digit| value * 16 + digit)
    })
}

/// The character of a surrogate pair.
fn pair(high: u32, low: u32) -> Option<char> {
    let units = [u16::try_from(high).ok()?, u16::try_from(low).ok()?];
    char::decode_utf16(units).next()?.ok()
}
