//! Serde's types from JSON text, by the same reader: for the envelopes around answers, whose text
//! is mostly one long string full of escapes.
//!
//! It says nothing of what is wrong, and [`from_str`] asks `serde_json` about whatever it refuses;
//! so it is a way of being fast, and no other verdict.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Reader, Stop};

/// Reads `text` as one value.
///
/// # Errors
/// The error that `serde_json` finds in it.
pub fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> serde_json::Result<T> {
    let mut reader = Reader::new(text);
    match T::deserialize(Input(&mut reader)) {
        Ok(value) if reader.end().is_ok() => Ok(value),
        _ => serde_json::from_str(text),
    }
}

/// The name by which `serde_json` asks for a value's own text (`RawValue`, 1.0). Under another one
/// it would be asked itself.
const RAW: &str = "$serde_json::private::RawValue";

/// Bytes that a text with escapes mostly fits: the answer within its envelope.
const ROOM: usize = 4096;

/// The value at the reader's position.
struct Input<'r, 'de>(&'r mut Reader<'de>);

/// The text isn't what was asked for.
#[derive(Debug)]
struct Unlike;

impl From<Stop> for Unlike {
    fn from(_: Stop) -> Self {
        Self
    }
}

impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text isn't what was asked for")
    }
}

impl std::error::Error for Unlike {}

impl serde::de::Error for Unlike {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'de> Deserializer<'de> for Input<'_, 'de> {
    type Error = Unlike;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.0.peek().ok_or(Unlike)? {
            b'"' => match self.0.string_in(ROOM)? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            b'{' => {
                self.0.map()?;
                let mut members = Inside::new(self.0);
                let value = visitor.visit_map(&mut members)?;
                members.left.then_some(value).ok_or(Unlike)
            }
            b'[' => {
                self.0.list()?;
                let mut items = Inside::new(self.0);
                let value = visitor.visit_seq(&mut items)?;
                items.left.then_some(value).ok_or(Unlike)
            }
            b'n' if self.0.null() => visitor.visit_unit(),
            b't' | b'f' => visitor.visit_bool(self.0.boolean()?),
            _ => {
                let text = self.0.number()?.as_str();
                if let Ok(count) = text.parse::<u64>() {
                    visitor.visit_u64(count)
                } else if let Some(count) = text.parse::<i64>().ok().filter(|count| *count < 0) {
                    visitor.visit_i64(count)
                } else {
                    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                    visitor.visit_f64(number.ok_or(Unlike)?)
                }
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        if self.0.null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        if name != RAW {
            return visitor.visit_newtype_struct(self);
        }
        let start = self.0.start();
        self.0.skip()?;
        visitor.visit_map(Raw(Some(self.0.since(start))))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.0.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct enum identifier
    }
}

/// The rest of an object or an array.
struct Inside<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
    /// `true` if its end was reached.
    left: bool,
}

impl<'r, 'de> Inside<'r, 'de> {
    fn new(reader: &'r mut Reader<'de>) -> Self {
        Self {
            reader,
            first: true,
            left: false,
        }
    }
}

impl<'de> MapAccess<'de> for &mut Inside<'_, 'de> {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unlike> {
        match self.reader.entry(&mut self.first)? {
            Some(Cow::Borrowed(key)) => seed
                .deserialize(BorrowedStrDeserializer::new(key))
                .map(Some),
            Some(Cow::Owned(key)) => seed.deserialize(key.into_deserializer()).map(Some),
            None => {
                self.left = true;
                Ok(None)
            }
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unlike> {
        seed.deserialize(Input(self.reader))
    }
}

impl<'de> SeqAccess<'de> for &mut Inside<'_, 'de> {
    type Error = Unlike;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unlike> {
        if self.reader.item(&mut self.first)? {
            return seed.deserialize(Input(self.reader)).map(Some);
        }
        self.left = true;
        Ok(None)
    }
}

/// A value's own text, in the form in which `RawValue` takes it.
struct Raw<'de>(Option<&'de str>);

impl<'de> MapAccess<'de> for Raw<'de> {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unlike> {
        seed.deserialize(BorrowedStrDeserializer::new(RAW))
            .map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unlike> {
        let text = self.0.take().ok_or(Unlike)?;
        seed.deserialize(BorrowedStrDeserializer::new(text))
    }
}
