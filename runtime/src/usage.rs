//! Tokens, in one meaning for all vendors.

use serde::{Deserialize, Serialize};

/// Tokens of one attempt, normalised: parts are always contained in their total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Usage {
    /// All input tokens, cached ones included.
    pub input: u64,
    /// The part of `input` that was read from the vendor's prompt cache.
    pub cached: u64,
    /// The part of `input` that was written to the vendor's prompt cache, which some vendors bill
    /// at a price of its own.
    pub cache_written: u64,
    /// The part of `cache_written` that is kept for hours, which vendors bill at a higher price
    /// than caching for minutes.
    pub cache_written_long: u64,
    /// The part of `input` that is images, documents, sound and films, as far as the vendor reports
    /// it apart; 0 if it doesn't.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub media: u64,
    /// All output tokens, reasoning included.
    pub output: u64,
    /// The part of `output` that is reasoning: billed, and not part of the answer.
    pub reasoning: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Usage {
    /// Input and output together.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.input.saturating_add(self.output)
    }
}

/// Tokens that a vendor adds to a request: its frame around each message, and hidden instructions
/// for a schema or a tool. No vendor states a bound; a cautious round number, beyond which a budget
/// books an overrun.
const ADDED_BY_VENDOR: u64 = 1_024;

/// Returns the most input tokens that a request of so many bytes of UTF-8 can be billed as, schema
/// included.
///
/// One token per byte, and 1,024 for what the vendor adds. Ordinary text has 3 to 5 bytes per
/// token, so this is several times what will be billed; but only this holds for every text, since
/// byte-level tokenizers fall back to single bytes (rare scripts, emoji, noise), and a worst case
/// that can be exceeded is none. The difference is only held while the call runs, and input is the
/// cheaper part.
///
/// A tokenizer that normalises its text first may expand a few rare characters beyond it (NFC, up
/// to three times); a budget books that as an overrun.
#[must_use]
pub const fn most_input_tokens(bytes: u64) -> u64 {
    bytes.saturating_add(ADDED_BY_VENDOR)
}
