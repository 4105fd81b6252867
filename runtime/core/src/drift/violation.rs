//! One deviation.

use std::fmt;
use std::ops::Range;

use crate::visible::shown;

/// Most characters of one part of a violation that are printed.
pub(super) const LONGEST: usize = 500;

/// One place where an answer deviates from its contract.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Violation {
    pub(crate) pointer: String,
    pub(crate) kind: ViolationKind,
    pub(crate) span: Range<usize>,
    pub(crate) expected: String,
    pub(crate) found: String,
    pub(crate) hint: Option<String>,
}

/// A kind of deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ViolationKind {
    /// The text is not JSON.
    Syntax,
    /// The text ends inside the document.
    Truncated,
    /// More text follows behind the document.
    TrailingText,
    /// Arrays and objects are nested deeper than [`MAX_DEPTH`](crate::json::MAX_DEPTH).
    TooDeep,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// A value of another JSON type.
    WrongType,
    /// A declared key is missing.
    MissingKey,
    /// A key that the contract does not declare.
    UnknownKey,
    /// A key that stands twice.
    DuplicateKey,
    /// A string that is none of an enum's values, or a tag that names no variant.
    UnknownValue,
    /// A number with a fraction where an integer is declared.
    NotInteger,
    /// A number that the Rust type can't represent without changing it.
    Inexact,
    /// A number outside its range.
    OutOfRange,
    /// A number that is no multiple of the declared one.
    NotMultiple,
    /// Too few or too many characters, items or entries.
    Length,
    /// A text without a match of the declared pattern.
    Pattern,
    /// A text that is not of the declared format.
    Format,
    /// A backslash that JSON reads as a form feed or a backspace, directly before a letter:
    /// `\frac`, `\beta`.
    SwallowedBackslash,
    /// An item that stands twice where items are distinct.
    Repeated,
    /// A value that is none of those listed, by `one_of` or by a prompt's `choices`.
    NotListed,
    /// A text that does not stand in the input that a prompt's `quotes` names.
    NotQuoted,
    /// The user's own check (`ensure`) says no.
    Ensure,
    /// The decoder refused the answer and can't say why: a bug in driftless, or in a hand-written
    /// `Contract`.
    Internal,
}

impl ViolationKind {
    /// Returns the kind in one word, as it is serialised and as metrics and events name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Truncated => "truncated",
            Self::TrailingText => "trailing_text",
            Self::TooDeep => "too_deep",
            Self::NotUtf8 => "not_utf8",
            Self::WrongType => "wrong_type",
            Self::MissingKey => "missing_key",
            Self::UnknownKey => "unknown_key",
            Self::DuplicateKey => "duplicate_key",
            Self::UnknownValue => "unknown_value",
            Self::NotInteger => "not_integer",
            Self::Inexact => "inexact",
            Self::OutOfRange => "out_of_range",
            Self::NotMultiple => "not_multiple",
            Self::Length => "length",
            Self::Pattern => "pattern",
            Self::Format => "format",
            Self::SwallowedBackslash => "swallowed_backslash",
            Self::Repeated => "repeated",
            Self::NotListed => "not_listed",
            Self::NotQuoted => "not_quoted",
            Self::Ensure => "ensure",
            Self::Internal => "internal",
        }
    }
}

impl Violation {
    /// A deviation found by a semantic check (`#[contract(ensure = …)]`); `message` says what must
    /// hold. The decoder adds where the checked value stands; [`at`](Self::at) names a place inside
    /// it.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            pointer: String::new(),
            kind: ViolationKind::Ensure,
            span: 0..0,
            expected: message.into(),
            found: String::new(),
            hint: None,
        }
    }

    /// Returns the violation at a place inside the checked value: a JSON Pointer (RFC 6901) that
    /// starts there and uses the names in the JSON, such as `/lines/0/sku`. If there is no such
    /// place, the report underlines the innermost value around it.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        if !self.pointer.is_empty() && !self.pointer.starts_with('/') {
            self.pointer.insert(0, '/');
        }
        self
    }

    /// Returns the violation with a hint: the value that was probably meant, or that would be
    /// right.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Cleans what it says, and moves its place in the answer as
    /// [`Drift::cleaned`](super::Drift::cleaned) does the text.
    pub(super) fn clean(
        &mut self,
        places: &[Range<usize>],
        mark: usize,
        clean: &dyn Fn(&mut String),
    ) {
        let texts = [&mut self.pointer, &mut self.expected, &mut self.found];
        texts.into_iter().chain(&mut self.hint).for_each(clean);
        let moved = |at: usize, is_end: bool| {
            let mut moved = at;
            for place in places.iter().take_while(|place| place.start < at) {
                let gone = place.end.min(at).saturating_sub(place.start);
                // Within a mark, a place begins where the mark does and ends where that ends.
                let mark = if place.end <= at || is_end { mark } else { 0 };
                moved = moved.saturating_add(mark).saturating_sub(gone);
            }
            moved
        };
        self.span = moved(self.span.start, false)..moved(self.span.end, true);
    }

    /// The place, as a JSON Pointer (RFC 6901); `""` is the whole answer. Keys of more than 200
    /// characters are cut, with `…` behind them; the [span](Self::span) is exact.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns the kind of deviation.
    #[must_use]
    pub fn kind(&self) -> ViolationKind {
        self.kind
    }

    /// The byte range of the answer's text that deviates.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns the value that the contract requires, in words.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// Returns the value in the answer, in words, shortened.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }

    /// Returns the value that was probably meant, or `None` if that is not evident.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

/// One line: pointer, expected, found, hint; each bounded and without control characters.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "the answer"
        } else {
            &self.pointer
        };
        let safe = |part: &str| shown(part, LONGEST);
        write!(f, "{}: expected {}", safe(place), safe(&self.expected))?;
        if !self.found.is_empty() {
            write!(f, ", found {}", safe(&self.found))?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "; {}", safe(hint))?;
        }
        Ok(())
    }
}
