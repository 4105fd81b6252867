//! The errors of compatible servers that no other has (their API references, read 2026-11); what
//! they took over from OpenAI is in the shared table.

use crate::failure::FailureClass::{Malformed, QuotaExhausted, ServerError};
use crate::provider::error::{Row, code, status, words};

pub(super) const TABLE: &[Row] = &[
    // Groq: the model's own output failed.
    code(0, "json_validate_failed", Malformed),
    code(0, "tool_use_failed", Malformed),
    // xAI: one code for all that a key may not do (recorded and reported, 2025-04 to 2026-08).
    words(0, "credits or licenses", QuotaExhausted),
    status(409, ServerError),
];
