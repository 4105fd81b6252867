//! One deviation.

use std::fmt;
use std::ops::Range;

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

/// What kind of deviation it is.
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
    /// A number that the Rust type can't hold without changing it.
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
    /// An item that stands twice where items are distinct.
    Repeated,
    /// A value that is none of those listed.
    NotListed,
    /// The user's own check (`ensure`) says no.
    Ensure,
    /// The decoder refused the answer and can't say why: a bug in driftless, or in a hand-written `Contract`.
    Internal,
}

impl Violation {
    /// A deviation found by a semantic check (`#[contract(ensure = …)]`); `message` says what must hold. The decoder adds where it stands.
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

    /// The place, as a JSON Pointer (RFC 6901); `""` is the whole answer.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What kind of deviation it is.
    #[must_use]
    pub fn kind(&self) -> ViolationKind {
        self.kind
    }

    /// The byte range of the answer's text that deviates.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What the contract says, in words.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What the answer says, in words, shortened.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }

    /// What was probably meant, where that is evident.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

/// One line: pointer, expected, found, hint.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "the answer"
        } else {
            &self.pointer
        };
        write!(f, "{place}: expected {}", self.expected)?;
        if !self.found.is_empty() {
            write!(f, ", found {}", self.found)?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}
