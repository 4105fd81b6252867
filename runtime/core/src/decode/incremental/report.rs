//! Violations in the words of the explaining pass, as far as they are known before the rest has
//! come.

use std::ops::Range;

use crate::drift::{Violation, ViolationKind as Kind};
use crate::json::Syntax;
use crate::pointer::Pointer;
use crate::shape::Shape;

use super::super::words;
use super::frame::{Frame, Size};
use super::machine::{Machine, Wanted};
use super::value::Opens;

impl Machine {
    /// Returns the place of the value that is being read.
    pub(super) fn pointer(&self) -> Pointer {
        self.pointer_within(self.frames.len())
    }

    /// Returns the place of the innermost container.
    pub(super) fn container(&self) -> Pointer {
        self.pointer_within(self.frames.len().saturating_sub(1))
    }

    fn pointer_within(&self, frames: usize) -> Pointer {
        let mut pointer = Pointer::root();
        for frame in self.frames.iter().take(frames) {
            frame.step(&mut pointer);
        }
        pointer
    }

    fn at_pointer(
        pointer: &Pointer,
        kind: Kind,
        span: Range<usize>,
        expected: String,
        found: String,
    ) -> Box<Violation> {
        Box::new(Violation {
            pointer: pointer.to_string(),
            kind,
            span,
            expected,
            found,
            hint: None,
        })
    }

    /// Returns a violation of the value that is being read.
    #[cold]
    pub(super) fn violation(
        &self,
        kind: Kind,
        span: Range<usize>,
        expected: String,
        found: String,
    ) -> Box<Violation> {
        Self::at_pointer(&self.pointer(), kind, span, expected, found)
    }

    /// Returns a violation of the innermost container.
    #[cold]
    pub(super) fn violation_of_container(
        &self,
        kind: Kind,
        span: Range<usize>,
        expected: String,
        found: String,
    ) -> Box<Violation> {
        Self::at_pointer(&self.container(), kind, span, expected, found)
    }

    /// Returns a violation of a member of the innermost container.
    #[cold]
    pub(super) fn violation_of_key(
        &self,
        kind: Kind,
        span: Range<usize>,
        expected: String,
        found: String,
        key: &str,
    ) -> Box<Violation> {
        let mut pointer = self.container();
        pointer.push_key(key);
        Self::at_pointer(&pointer, kind, span, expected, found)
    }

    /// Returns the violation of a text that is not JSON here.
    #[cold]
    pub(super) fn syntax(&self, kind: Kind, expected: &str, found: &str) -> Box<Violation> {
        let end = self.at + usize::from(kind != Kind::Truncated);
        self.violation(kind, self.at..end, expected.to_owned(), found.to_owned())
    }

    /// Returns the violation of a byte that JSON does not have here.
    #[cold]
    pub(super) fn wrong(&self, expected: &str, byte: u8) -> Box<Violation> {
        let found = if byte.is_ascii_graphic() {
            format!("`{}`", char::from(byte))
        } else {
            "another character".to_owned()
        };
        let mut violation = self.syntax(Kind::Syntax, expected, &found);
        let is_value = expected == Syntax::VALUE;
        violation.hint = match byte {
            b'\'' => Some("JSON strings stand in double quotes".to_owned()),
            b'/' | b'#' => Some("JSON has no comments".to_owned()),
            b'}' | b']' if is_value => Some("JSON has no trailing comma".to_owned()),
            _ => None,
        };
        violation
    }

    /// Returns the violation of a value of another kind than is wanted.
    #[cold]
    pub(super) fn wrong_type(&self, opens: Opens) -> Box<Violation> {
        let expected = match self.want.kind {
            Wanted::Shape(Shape::Map(_)) if self.rewrites.entries => {
                "a list of entries {key, value}".to_owned()
            }
            Wanted::Shape(shape) => words::kind(shape),
            Wanted::Fields(fields, _) => {
                let names = words::keys(fields.iter().map(|field| field.name));
                format!("an object with {names}")
            }
            Wanted::Tag => words::one_of(self.names().into_iter()),
            Wanted::Root(_) => "an object with the one key `value`".to_owned(),
            Wanted::Entry => "an entry {key, value}".to_owned(),
            Wanted::EntryKey => "a string as `key`".to_owned(),
            Wanted::Loose => "a value".to_owned(),
        };
        let found = match opens {
            Opens::Object => "an object",
            Opens::List => "an array",
            Opens::Text => "a string",
            Opens::Number => "a number",
            Opens::True => "true",
            Opens::False => "false",
            Opens::Null => "null",
        };
        let span = self.at..self.at + 1;
        self.violation(
            Kind::WrongType,
            span,
            self.or_null(expected),
            found.to_owned(),
        )
    }

    fn or_null(&self, mut expected: String) -> String {
        if self.want.nullable {
            expected.push_str(" or null");
        }
        expected
    }

    /// Returns the violation of the string under way, of which the last byte is wrong.
    #[cold]
    pub(super) fn wrong_text(&self, kind: Kind, expected: String) -> Box<Violation> {
        let found = format!(
            "a string that begins `{}`",
            words::shortened(&self.text.buf)
        );
        let span = self.start..self.at + 1;
        self.violation(kind, span, self.or_null(expected), found)
    }

    /// Returns the violation of a number that can't become one of its type.
    #[cold]
    pub(super) fn wrong_number(&self) -> Box<Violation> {
        let rules = self.want.rules.iter().copied().flatten();
        let numeric = |rule: &&crate::shape::Rule| {
            use crate::shape::Rule;
            matches!(rule, Rule::Range { .. } | Rule::OneOf(_))
        };
        let node = crate::json::Node {
            span: 0..0,
            kind: crate::json::NodeKind::Null,
        };
        let expected = match (rules.clone().find(numeric), self.want.kind) {
            (Some(rule), _) => words::rule(rule, &node),
            (None, Wanted::Shape(Shape::Integer { min, max })) => {
                format!("a whole number from {min} to {max}")
            }
            (None, Wanted::Shape(shape)) => words::kind(shape),
            (None, _) => "a number".to_owned(),
        };
        let is_listed = rules
            .clone()
            .any(|rule| matches!(rule, crate::shape::Rule::OneOf(_)));
        let kind = if is_listed {
            Kind::NotListed
        } else {
            Kind::OutOfRange
        };
        let found = format!("a number that begins {}", words::shortened(&self.number));
        let span = self.start..self.at + 1;
        self.violation(kind, span, self.or_null(expected), found)
    }

    /// Returns the violation of a string that has more characters than it may.
    #[cold]
    pub(super) fn too_long(&self) -> Box<Violation> {
        let size = self.text.size.unwrap_or(Size::ANY);
        let expected = if matches!(
            self.want.kind,
            Wanted::Shape(Shape::String(crate::shape::Text::Char))
        ) {
            "exactly 1 character".to_owned()
        } else {
            words::count(size.min, size.max, "characters")
        };
        let span = self.start..self.at + 1;
        self.violation(
            Kind::Length,
            span,
            self.or_null(expected),
            "more".to_owned(),
        )
    }

    /// Returns the violation of a string that has fewer characters than it must.
    #[cold]
    pub(super) fn too_short(&self, size: Size, end: usize) -> Box<Violation> {
        let expected = words::count(size.min, size.max, "characters");
        let count = usize::try_from(self.text.count).unwrap_or(usize::MAX);
        let found = words::count_of(count, "character", "characters");
        self.violation(Kind::Length, self.start..end, self.or_null(expected), found)
    }

    /// Returns the violation of a list or map with one more item than it may have.
    #[cold]
    pub(super) fn too_many(&self, size: Size, start: usize) -> Box<Violation> {
        let things = match self.frames.last() {
            Some(Frame::Map(_) | Frame::Entries(_)) => "entries",
            _ => "items",
        };
        let expected = words::count(size.min, size.max, things);
        let span = start..self.at + 1;
        self.violation_of_container(Kind::Length, span, expected, "more".to_owned())
    }

    /// Returns the violation of a list or map with fewer items than it must have.
    #[cold]
    pub(super) fn short(
        &self,
        start: usize,
        expected: String,
        count: u64,
        one: &str,
        many: &str,
    ) -> Box<Violation> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let found = words::count_of(count, one, many);
        self.violation_of_container(Kind::Length, start..self.at + 1, expected, found)
    }

    /// Returns the violation of an object that closes without a key.
    #[cold]
    pub(super) fn missing(&self, start: usize, name: &str, kind: &str) -> Box<Violation> {
        let expected = format!("the key `{name}` ({kind})");
        let span = start..self.at + 1;
        self.violation_of_key(
            Kind::MissingKey,
            span,
            expected,
            "no such key".to_owned(),
            name,
        )
    }

    /// Returns the violation of a backslash that JSON takes for a control character, from byte
    /// `from` on.
    #[cold]
    pub(super) fn swallowed(&self, from: usize, at: usize, letter: char) -> Box<Violation> {
        let found = format!(
            "an escape before the letter `{letter}`, which JSON reads as a control character"
        );
        let expected = "a backslash written as `\\\\`".to_owned();
        let mut violation = self.violation(Kind::SwallowedBackslash, from..at + 1, expected, found);
        violation.hint = Some("write every backslash of the text as `\\\\`".to_owned());
        violation
    }
}
