//! `LiteLLM`'s errors: the upstream's status, and the class as the first word of the message (version 1.106.2, read 2026-11).

use crate::failure::FailureClass::{
    ContextExceeded, Filtered, NotFound, Overloaded, QuotaExhausted, RateLimited, SchemaRejected,
    TimedOut, Unauthorized, Unreachable,
};
use crate::provider::error::{Row, code, words};

pub(super) const TABLE: &[Row] = &[
    code(0, "budget_exceeded", QuotaExhausted),
    code(0, "token_not_found_in_db", Unauthorized),
    code(0, "expired_key", Unauthorized),
    code(0, "key_model_access_denied", Unauthorized),
    code(0, "insufficient_quota", QuotaExhausted),
    words(0, "litellm.ContextWindowExceededError", ContextExceeded),
    words(0, "litellm.ContentPolicyViolationError", Filtered),
    words(0, "litellm.AuthenticationError", Unauthorized),
    words(0, "litellm.NotFoundError", NotFound),
    words(0, "litellm.RateLimitError", RateLimited),
    words(0, "litellm.ServiceUnavailableError", Overloaded),
    words(0, "litellm.Timeout", TimedOut),
    words(0, "litellm.APIConnectionError", Unreachable),
    words(400, "Invalid schema for ", SchemaRejected),
    words(400, "Invalid model name passed in model=", NotFound),
];
