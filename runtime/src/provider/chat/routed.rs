//! Marks in an answer's body of the way that it took, beside the text: noted from a whole answer,
//! and from each piece of a streamed one.

use crate::provider::names::Names;

/// Names and marks that only gateways leave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Routed {
    /// Each provider that was named behind the gateway (`OpenRouter`'s `provider`, read 2026-08).
    pub(in crate::provider) providers: Names,
    /// `openrouter_metadata`, as it came.
    pub(in crate::provider) metadata: Option<String>,
    /// `litellm_fallback` stood in a piece (`LiteLLM` 1.106.2).
    pub(in crate::provider) fell_back: bool,
}
