//! `OpenRouter`'s errors (API reference, 2026-08-22): `metadata.error_type` is the stable class, also within a success; `availability.code` says why nothing serves.

use crate::failure::FailureClass::{
    ContextExceeded, Filtered, NotFound, Overloaded, QuotaExhausted, RateLimited, Refused,
    SchemaRejected, ServerError, TimedOut, Truncated,
};
use crate::provider::error::{Row, code, status, words};

pub(super) const TABLE: &[Row] = &[
    code(0, "rate_limit_exceeded", RateLimited),
    code(0, "provider_overloaded", Overloaded),
    code(0, "provider_unavailable", Overloaded),
    code(0, "capacity_exhausted", Overloaded),
    code(0, "temporarily_unavailable", Overloaded),
    code(0, "context_length_exceeded", ContextExceeded),
    code(0, "content_policy_violation", Filtered),
    code(0, "refusal", Refused),
    code(0, "model_not_found", NotFound),
    code(0, "model_deprecated", NotFound),
    code(0, "no_endpoints", NotFound),
    // What the request itself forbids leaves no endpoint: another provider, a dropped parameter, a higher price.
    code(0, "constraint_filtered", NotFound),
    code(0, "privacy_restricted", NotFound),
    code(0, "region_restricted", NotFound),
    code(0, "insufficient_credits", QuotaExhausted),
    // Within a stream, at the output limit (recorded 2025-11).
    words(400, "Token limit reached", Truncated),
    // Recorded 2026-08.
    words(400, "is not a valid model ID", NotFound),
    words(400, "Invalid schema for ", SchemaRejected),
    words(400, "maximum context length", ContextExceeded),
    status(408, TimedOut),
    status(524, TimedOut),
    status(502, ServerError),
];
