//! Portkey's errors: the upstream's, with a prefix in the message, and its own (gateway 1.15.2 and hosted documentation, 2026-08).

use crate::failure::FailureClass::{
    BadRequest, ContextExceeded, Filtered, QuotaExhausted, RateLimited, SchemaRejected,
};
use crate::provider::error::{Row, code, status, words};

pub(super) const TABLE: &[Row] = &[
    // A guardrail denied the request or the answer.
    status(446, Filtered),
    code(0, "inline_config_blocked", BadRequest),
    code(0, "inline_provider_blocked", BadRequest),
    code(0, "inline_custom_host_blocked", BadRequest),
    // The upstream's own codes pass through.
    code(0, "insufficient_quota", QuotaExhausted),
    code(0, "rate_limit_exceeded", RateLimited),
    code(0, "context_length_exceeded", ContextExceeded),
    code(0, "content_filter", Filtered),
    code(0, "invalid_json_schema", SchemaRejected),
    words(400, "Invalid schema for ", SchemaRejected),
    words(400, "maximum context length", ContextExceeded),
];
