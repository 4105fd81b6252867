//! OpenAI's errors (guide "Error codes", 2026-11; the codes of the API's own SDK, 3.54.0).

use crate::failure::FailureClass::{
    BadRequest, ContextExceeded, Filtered, NotFound, QuotaExhausted, RateLimited, SchemaRejected,
    ServerError,
};
use crate::provider::error::{Row, code, status, words};

/// The same for Chat Completions and Responses; the latter also tells codes within a success.
pub(super) const TABLE: &[Row] = &[
    // Observed with status 400; the guide names no code for it (2026-11).
    code(0, "invalid_json_schema", SchemaRejected),
    code(0, "invalid_function_parameters", SchemaRejected),
    words(400, "Invalid schema for ", SchemaRejected),
    code(0, "context_length_exceeded", ContextExceeded),
    // 400 on Responses, 404 on Chat Completions (recorded 2026-08).
    code(0, "model_not_found", NotFound),
    code(0, "invalid_prompt", Filtered),
    code(0, "content_policy_violation", Filtered),
    code(0, "content_filter", Filtered),
    code(0, "bio_policy", Filtered),
    code(0, "misalignment_policy_violation", Filtered),
    code(0, "data_residency_mismatch", BadRequest),
    // A 429 that waiting doesn't cure. `insufficient_quota` is the documented code; the two others are older ones.
    code(0, "insufficient_quota", QuotaExhausted),
    code(0, "billing_hard_limit_reached", QuotaExhausted),
    code(0, "billing_not_active", QuotaExhausted),
    code(0, "rate_limit_exceeded", RateLimited),
    code(0, "server_error", ServerError),
    // Within a success, whose status says nothing.
    code(200, "invalid_request_error", BadRequest),
    // Conflict: the SDK retries it as a failure of the vendor.
    status(409, ServerError),
];
