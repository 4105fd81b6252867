//! Marks in an answer's body of the way that it took, beside the text: recorded from a whole
//! answer, and from each piece of a streamed one.

/// Names and marks that only gateways leave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RoutingMetadata {
    /// Each provider that was named behind the gateway (`OpenRouter`'s `provider`, read 2026-08).
    pub(crate) providers: Vec<String>,
    /// `openrouter_metadata`, as it came.
    pub(crate) openrouter: Option<String>,
    /// `litellm_fallback` stood in a piece (`LiteLLM` 1.106.2).
    pub(crate) fell_back: bool,
}
