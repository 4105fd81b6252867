//! Tokens, in one meaning for all vendors.

use serde::Serialize;

/// Tokens of one attempt, normalised: parts are always contained in their total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Usage {
    /// All input tokens, cached ones included.
    pub input: u64,
    /// Of `input`: read from the vendor's prompt cache.
    pub cached: u64,
    /// Of `input`: written to the vendor's prompt cache, which some vendors bill at a price of its own.
    pub cache_written: u64,
    /// All output tokens, reasoning included.
    pub output: u64,
    /// Of `output`: reasoning that is billed and not part of the answer.
    pub reasoning: u64,
}

impl Usage {
    /// Input and output together.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.input.saturating_add(self.output)
    }
}
