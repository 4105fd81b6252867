//! The decision of a qualification, and its rule.

use std::fmt;

use serde::{Deserialize, Serialize};

/// When a run stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Design {
    /// As soon as the evidence is enough, by a test that may be looked at after every item.
    Sequential,
    /// After so many items, and not before.
    Fixed {
        /// Items.
        items: u64,
    },
}

/// May a candidate stand in?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// Not worse than the reference by more than the margin.
    Passed,
    /// Too few items to say, or a judge that says one thing and another; never a pass.
    InsufficientData,
    /// Worse, or not conforming.
    Failed,
}

impl Verdict {
    /// In words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::InsufficientData => "insufficient data",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
