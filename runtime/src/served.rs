//! The model that served an answer, as a verdict.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A verdict from the model that was asked for and the model that the provider names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Served {
    /// The provider names the requested model.
    AsRequested,
    /// The provider names a dated snapshot of the requested model, or the model that the vendor
    /// documents behind its name.
    Snapshot,
    /// The provider names another model.
    Substituted,
    /// The provider does not say, or its word is known to be no evidence.
    Unverifiable,
}

impl Served {
    /// Returns the name in receipts and metrics, such as `as_requested`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AsRequested => "as_requested",
            Self::Snapshot => "snapshot",
            Self::Substituted => "substituted",
            Self::Unverifiable => "unverifiable",
        }
    }
}

impl fmt::Display for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AsRequested => "as requested",
            Self::Snapshot => "a snapshot",
            Self::Substituted => "substituted",
            Self::Unverifiable => "unverifiable",
        })
    }
}

/// A gateway's information about the route of an answer, beside the model's name in it; the words
/// are the reason, for receipts.
///
/// A gateway may rewrite the name, so its own evidence counts first; see
/// [`ServedEvidence::verdict`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServedEvidence {
    /// It shows that something else served than what was asked for, or it contradicts itself.
    Detour(String),
    /// It doesn't show what served, and the name in the answer proves nothing.
    Hidden(String),
    /// It shows no detour, and hands on the name that the vendor gave: the name decides.
    Straight(String),
    /// It identifies what served as what was asked for, whatever name stands in the answer.
    Identified(String),
}

impl ServedEvidence {
    /// Returns the verdict, where `by_name` is the one that follows from the name in the answer.
    #[must_use]
    pub const fn verdict(&self, by_name: Served) -> Served {
        match (self, by_name) {
            (Self::Detour(_), _) | (Self::Hidden(_), Served::Substituted) => Served::Substituted,
            (Self::Hidden(_), _) => Served::Unverifiable,
            (Self::Straight(_), _) => by_name,
            (Self::Identified(_), _) => Served::AsRequested,
        }
    }

    /// Returns the reason in words.
    #[must_use]
    pub fn reason(&self) -> &str {
        let (Self::Detour(words)
        | Self::Hidden(words)
        | Self::Straight(words)
        | Self::Identified(words)) = self;
        words
    }

    pub(crate) const fn reason_mut(&mut self) -> &mut String {
        let (Self::Detour(words)
        | Self::Hidden(words)
        | Self::Straight(words)
        | Self::Identified(words)) = self;
        words
    }
}
