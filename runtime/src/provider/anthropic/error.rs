//! Anthropic's errors (API docs "Errors", copy of 2026-09-26; the vendor's SDK, 2.12.0).

use crate::failure::FailureClass::{QuotaExhausted, RateLimited, SchemaRejected, ServerError};
use crate::provider::Failure;
use crate::provider::error::{self, Row, VendorError, code, status, words};
use crate::provider::exchange::Received;

/// Types that say no more than their status, and those that others took over, are in the shared
/// table.
const TABLE: &[Row] = &[
    // A 429 that waiting doesn't cure; it comes without `retry-after`.
    code(0, "enforced_spend_limit_reached", QuotaExhausted),
    code(0, "contract_spend_limit_reached", QuotaExhausted),
    code(0, "ramp_limit_exceeded", RateLimited),
    // The vendor has no codes for these; the words are from reports of 2025 and 2026.
    words(400, "specified API usage limits", QuotaExhausted),
    words(400, "Schema is too complex", SchemaRejected),
    // Of strict tools, which are named by their place and not by `input_schema` (recorded 2026-08).
    words(400, "Schemas contains too many", SchemaRejected),
    words(400, "Invalid schema: ", SchemaRejected),
    words(400, "' type, property '", SchemaRejected),
    words(400, "compiled grammar is too large", SchemaRejected),
    words(400, "Empty schema ({})", SchemaRejected),
    words(400, "output_config.format", SchemaRejected),
    words(400, "input_schema", SchemaRejected),
    code(0, "timeout_error", ServerError),
    // Conflict: the SDK retries it as a failure of the vendor.
    code(0, "conflict_error", ServerError),
    status(409, ServerError),
];

pub(super) fn failure(received: Received<'_>) -> Failure {
    error::failure(received, VendorError::read(&received.words()), TABLE)
}
