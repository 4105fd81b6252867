//! Verdicts of a test.

use std::fmt;

/// A verdict from the data. Only [`Passed`](Self::Passed) qualifies a model. Ordered from good to
/// bad.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[allow(
    clippy::exhaustive_enums,
    reason = "closed: whoever gates on it must decide for each, and there is no fourth thing that data can show"
)]
pub enum Verdict {
    /// Shown: the candidate is not worse by the margin or more.
    Passed,
    /// Neither is shown. Never a pass: more items may decide it.
    InsufficientData,
    /// Shown: the candidate is worse by more than the margin.
    Failed,
}

impl Verdict {
    /// Returns `true` if it qualifies.
    #[must_use]
    pub const fn is_pass(self) -> bool {
        matches!(self, Self::Passed)
    }

    /// Returns the verdict in words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::InsufficientData => "insufficient data",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Fewest items, or clusters, on which a pass is claimed, unless you choose otherwise.
pub const MINIMUM: u32 = 50;
