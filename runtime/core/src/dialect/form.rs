//! The neutral parts that a rewrite consists of.

use crate::json::Json;

/// The form of a request for structured output, before a provider puts it into its own envelope.
#[derive(Debug, Clone, PartialEq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Form {
    /// Native structured output.
    Schema {
        /// `[A-Za-z0-9_-]{1,64}`
        name: String,
        /// The contract's description.
        description: Option<String>,
        /// The schema in the dialect.
        schema: Json,
    },
    /// One tool that the model is made to call; its arguments are the answer.
    Tool {
        /// `[A-Za-z0-9_-]{1,64}`
        name: String,
        /// The contract's description.
        description: Option<String>,
        /// The parameters' schema in the dialect.
        schema: Json,
    },
    /// The vendor's mode that promises JSON of any shape.
    JsonMode,
    /// Nothing but words.
    Text,
}

/// A rule that a dialect can't carry.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Loss {
    /// The place in the contract, as a JSON Pointer into a document, with `*` for any item or key.
    pub pointer: String,
    /// The schema keyword that is lost, such as `maxLength`.
    pub keyword: String,
    /// The rule in words, as the instructions say it.
    pub words: String,
}

/// A reversible rewrite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Step {
    /// The contract's root is no object: it travels as the member `value` of one.
    RootWrapped,
    /// A map travels as a list of `{key, value}` objects.
    MapAsEntries,
    /// A nullable field travels as one that may be missing.
    NullAsAbsent,
    /// A list or map that is empty travels as a field that is missing.
    EmptyAsAbsent,
    /// An enum value is matched without regard to case, as the vendor documents that it may change
    /// it.
    CaseFolded,
    /// One fenced block around the answer is taken off.
    Unfenced,
}

/// In words, for receipts.
impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::RootWrapped => "root wrapped",
            Self::MapAsEntries => "map as entries",
            Self::NullAsAbsent => "null as absent",
            Self::EmptyAsAbsent => "empty as absent",
            Self::CaseFolded => "case folded",
            Self::Unfenced => "fence taken off",
        })
    }
}
