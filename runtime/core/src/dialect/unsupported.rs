//! A part of a contract that a dialect can't carry.

use std::fmt;

use crate::visible::debug_as_display;

/// Something that a dialect can't carry.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsupported {
    /// The place in the contract, as in [`Loss::pointer`](super::Loss::pointer); empty for the
    /// contract as a whole.
    pub pointer: String,
    /// The feature that can't be carried, and the remedy.
    pub sentence: String,
}

debug_as_display!(Unsupported);

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.sentence)
        } else {
            write!(f, "{}: {}", self.pointer, self.sentence)
        }
    }
}

impl std::error::Error for Unsupported {}
