//! Judgements of a local model's answers.

use std::fmt;

/// A judgement of a local model's answers. A constraint makes every answer valid; it makes none
/// right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Grade {
    /// It fills the shape; what it says is at the level of chance. For tests and demonstrations.
    Test,
    /// Most of its answers to easy tasks are right. Qualify it on the contract before relying on
    /// it.
    Useful,
    /// Nobody has judged it: weights that are in no table.
    Unknown,
}

impl Grade {
    /// Every grade.
    pub const ALL: &'static [Self] = &[Self::Test, Self::Useful, Self::Unknown];

    /// Returns the grade's name in receipts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Useful => "useful",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the grade in words, for receipts and screens.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test grade",
            Self::Useful => "useful",
            Self::Unknown => "unknown grade",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
