//! OpenAI's errors (guide "Error codes", 2026-11; the codes of the API's own SDK, 3.54.0).

use crate::failure::FailureClass::{BadRequest, QuotaExhausted, ServerError};
use crate::provider::error::{Row, code, status, words};

/// Rows of Chat Completions and Responses. The codes that others took over are in the shared
/// table.
pub(super) const TABLE: &[Row] = &[
    code(0, "data_residency_mismatch", BadRequest),
    words(429, "exceeded your current quota", QuotaExhausted),
    // Conflict: the SDK retries it as a failure of the vendor.
    status(409, ServerError),
];
