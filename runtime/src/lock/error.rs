//! A lock that can't be read, and why it isn't written over.

use std::fmt;

use driftless_base::lock::LARGEST;

use crate::drift::shown;
use crate::visible::debug_as_display;

/// Most characters of a path or a message that are shown.
const LONGEST: usize = 1000;

/// A kind of error in a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LockErrorKind {
    /// The file can't be read or written.
    Io,
    /// The file is larger than any lock.
    Size,
    /// A merge left its markers.
    Merge,
    /// No version, or one that this release doesn't know.
    Version,
    /// A line that the writer does not make.
    Syntax,
    /// A key that is unknown, missing or there twice, or a value of another type.
    Value,
    /// Two entries of one prompt and model.
    Duplicate,
    /// The entry was changed after it was written.
    Seal,
    /// The verdict doesn't follow from the entry's own numbers.
    Verdict,
}

/// A lock that can't be read or written; nothing was changed.
#[derive(Clone, PartialEq, Eq)]
pub struct LockError {
    pub(super) kind: LockErrorKind,
    pub(super) origin: String,
    pub(super) line: Option<usize>,
    pub(super) message: String,
}

impl LockError {
    /// Returns the kind of error.
    #[must_use]
    pub const fn kind(&self) -> LockErrorKind {
        self.kind
    }

    /// Returns the line, from 1; `None` where the file as a whole is meant.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        self.line
    }
}

debug_as_display!(LockError);

/// `contracts.lock:12: unknown key …`
impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Both may hold what somebody else wrote.
        f.write_str(&shown(&self.origin, LONGEST))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", shown(&self.message, LONGEST))
    }
}

impl std::error::Error for LockError {}

/// Returns the error of a text that has more than [`LARGEST`] bytes.
pub(super) fn too_large(origin: &str) -> LockError {
    LockError {
        kind: LockErrorKind::Size,
        origin: origin.to_owned(),
        line: None,
        message: format!("the file is larger than {} MiB; {RESTORE}", LARGEST >> 20),
    }
}

/// A problem of one line; whoever knows the file's name adds it.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) kind: LockErrorKind,
    pub(super) line: usize,
    pub(super) message: String,
}

impl Wrong {
    pub(super) fn new(kind: LockErrorKind, line: usize, message: impl Into<String>) -> Self {
        Self {
            kind,
            line,
            message: message.into(),
        }
    }

    pub(super) fn in_file(self, origin: &str) -> LockError {
        LockError {
            kind: self.kind,
            origin: origin.to_owned(),
            line: Some(self.line),
            message: self.message,
        }
    }
}

pub(super) fn syntax_error(at: usize, what: &str) -> Wrong {
    Wrong::new(LockErrorKind::Syntax, at, format!("{what}; {RESTORE}"))
}

pub(super) fn value_error(at: usize, what: &str) -> Wrong {
    Wrong::new(LockErrorKind::Value, at, format!("{what}; {RESTORE}"))
}

/// The remedy for a file that somebody edited.
const RESTORE: &str =
    "the file is written by `contracts qualify` and not by hand: restore it from version control";
