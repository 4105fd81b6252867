//! Why a model may answer in another one's place.

use std::fmt;

use serde::Serialize;

/// What speaks for it that a fallback gives answers as good as those of the model before it.
///
/// Every receipt and every signal of a fallback repeats it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// Nothing yet. In production, [`build`](crate::PlanBuilder::build) refuses it.
    None,
    /// A person's word.
    Vouched {
        /// What that person has done to know.
        why: String,
    },
}

impl Evidence {
    /// No evidence: enough for development, where nothing falls back.
    #[must_use]
    pub const fn none() -> Self {
        Self::None
    }

    /// Your word, with what you have done to give it: `"compared by hand on 50 tickets"`. An empty reason is refused by `build()`.
    #[must_use]
    pub fn vouched(why: impl Into<String>) -> Self {
        Self::Vouched {
            why: why.into().trim().to_owned(),
        }
    }

    /// Whether it is given and says nothing.
    pub(crate) fn is_unreasoned(&self) -> bool {
        match self {
            Self::None => false,
            Self::Vouched { why } => why.trim().is_empty(),
        }
    }
}

/// `vouched: compared by hand on 50 tickets`
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("no evidence"),
            Self::Vouched { why } => write!(f, "vouched: {why}"),
        }
    }
}
