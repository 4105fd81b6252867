//! Canonical JSON: one text for all documents that are equal, with sorted keys and without white
//! space.

use std::borrow::Cow;
use std::ops::Range;

use super::{Decimal, Json, Node, NodeKind, write_string};

/// A JSON value that can be written in canonical form.
pub trait Canonical: Sized {
    /// Returns the value's kind and content.
    fn parts(&self) -> Parts<'_, Self>;
}

/// A kind of JSON value with its content.
#[derive(Debug)]
#[allow(
    clippy::exhaustive_enums,
    reason = "the kinds of JSON are complete, and each must be written"
)]
pub enum Parts<'v, T> {
    /// `null`, `true`, `false`, or what JSON has no number for.
    Word(Cow<'v, str>),
    /// A number as it was written.
    Number(Cow<'v, str>),
    /// A text without its escapes.
    Text(&'v str),
    /// The items of a list.
    List(&'v [T]),
    /// The members of an object in the order of their keys.
    Object(Vec<(&'v str, &'v T)>),
}

/// Returns the canonical text. Two values are equal as JSON exactly if their texts are: numbers are
/// written by their value.
#[must_use]
pub fn canonical<T: Canonical>(value: &T) -> String {
    let mut out = String::new();
    let by_value = |number: &str, out: &mut String| Decimal::parse(number).write_value(out);
    write(value, by_value, &mut out);
    out
}

/// Returns the text with sorted keys and with numbers as they were written, for people to read.
#[must_use]
pub fn with_sorted_keys<T: Canonical>(value: &T) -> String {
    let mut out = String::new();
    write(value, |number, out| out.push_str(number), &mut out);
    out
}

fn write<T: Canonical>(value: &T, number: fn(&str, &mut String), out: &mut String) {
    match value.parts() {
        Parts::Word(word) => out.push_str(&word),
        Parts::Number(text) => number(&text, out),
        Parts::Text(text) => write_string(out, text),
        Parts::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, number, out);
            }
            out.push(']');
        }
        Parts::Object(members) => {
            out.push('{');
            for (index, (key, value)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(out, key);
                out.push(':');
                write(value, number, out);
            }
            out.push('}');
        }
    }
}

/// Returns the members of an object in the order of their keys; equal keys stay in the order of
/// the text.
#[must_use]
pub fn sorted_members<'n, 'a>(
    members: &'n [(Range<usize>, Cow<'a, str>, Node<'a>)],
) -> Vec<(&'n str, &'n Node<'a>)> {
    sorted(members.iter().map(|(_, key, value)| (&**key, value)))
}

fn sorted<'v, T>(members: impl Iterator<Item = (&'v str, &'v T)>) -> Vec<(&'v str, &'v T)> {
    let mut members: Vec<_> = members.collect();
    members.sort_by_key(|(key, _)| *key);
    members
}

const fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

impl Canonical for Node<'_> {
    fn parts(&self) -> Parts<'_, Self> {
        match &self.kind {
            NodeKind::Null => Parts::Word("null".into()),
            NodeKind::Bool(value) => Parts::Word(truth(*value).into()),
            NodeKind::Number(number) => Parts::Number(number.as_str().into()),
            NodeKind::String(text) => Parts::Text(text),
            NodeKind::List(items) => Parts::List(items),
            NodeKind::Object(members) => Parts::Object(sorted_members(members)),
        }
    }
}

impl Canonical for Json {
    fn parts(&self) -> Parts<'_, Self> {
        match self {
            Self::Null => Parts::Word("null".into()),
            Self::Bool(value) => Parts::Word(truth(*value).into()),
            Self::Int(value) => Parts::Number(value.to_string().into()),
            // No JSON text has these, but a value made by hand may.
            Self::Float(value) if !value.is_finite() => Parts::Word(value.to_string().into()),
            Self::Float(value) => Parts::Number(format!("{value:e}").into()),
            Self::Number(text) => Parts::Number(text.into()),
            Self::String(text) => Parts::Text(text),
            Self::Array(items) => Parts::List(items),
            Self::Object(members) => Parts::Object(sorted(
                members.iter().map(|(key, value)| (key.as_str(), value)),
            )),
        }
    }
}
