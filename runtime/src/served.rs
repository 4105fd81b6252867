//! Who served an answer, as a verdict.

use std::fmt;

use serde::Serialize;

/// What follows from the model that was asked for and the model that the provider names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Served {
    /// The provider names the requested model.
    AsRequested,
    /// The provider names a dated snapshot of the requested model, or the model that the vendor documents behind its name.
    Snapshot,
    /// The provider names another model.
    Substituted,
    /// The provider does not say, or its word is known to be no evidence.
    Unverifiable,
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
