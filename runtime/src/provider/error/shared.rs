//! Failures that pass, statuses and general words: they stand below every vendor's own table and
//! below the [verdicts](super::verdicts).
//!
//! Sources: OpenAI's guide "Error codes" and SDK 3.54.0, Anthropic's "Errors", `google.rpc.Code`,
//! Azure's "Content filtering", AWS's `Throttling` family, `LiteLLM` 1.106.2, the references of
//! `DeepSeek`, Qwen, Z.ai, `MiniMax` and Moonshot, and users' reports; all read 2026-11.

use crate::failure::FailureClass::{
    BadRequest, Interrupted, NotFound, Overloaded, QuotaExhausted, RateLimited, ServerError,
    TimedOut, Unauthorized, Unreachable,
};

use super::{Row, code, status, words};

/// Failures that pass, by the codes that say so; they count whatever other status came along.
pub(super) const PASSING: &[Row] = &[
    code(0, "1305", Overloaded),
    code(0, "overloaded_error", Overloaded),
    code(0, "overloaded", Overloaded),
    code(0, "engine_overloaded", Overloaded),
    code(0, "engine_overloaded_error", Overloaded),
    code(0, "model_overloaded", Overloaded),
    code(0, "server_is_overloaded", Overloaded),
    code(0, "server_overloaded", Overloaded),
    code(0, "server_busy", Overloaded),
    code(0, "slow_down", Overloaded),
    code(0, "service_unavailable", Overloaded),
    code(0, "service_unavailable_error", Overloaded),
    code(0, "ServiceUnavailableException", Overloaded),
    code(0, "unavailable", Overloaded),
    code(0, "unavailable_error", Overloaded),
    code(0, "provider_overloaded", Overloaded),
    code(0, "provider_unavailable", Overloaded),
    code(0, "capacity_exhausted", Overloaded),
    code(0, "capacity_exceeded", Overloaded),
    code(0, "insufficient_capacity", Overloaded),
    code(0, "no_capacity", Overloaded),
    code(0, "temporarily_unavailable", Overloaded),
    code(0, "resource_unavailable", Overloaded),
    code(0, "model_not_ready", Overloaded),
    code(0, "ModelNotReadyException", Overloaded),
    code(0, "insufficient_system_resource", Overloaded),
    code(0, "rate_limit_exceeded", RateLimited),
    code(0, "rate_limit_error", RateLimited),
    code(0, "rate_limit_reached", RateLimited),
    code(0, "rate_limit_reached_error", RateLimited),
    code(0, "rate_limited", RateLimited),
    code(0, "rate_limit", RateLimited),
    code(0, "too_many_requests", RateLimited),
    code(0, "TooManyRequestsException", RateLimited),
    code(0, "throttled", RateLimited),
    code(0, "throttling", RateLimited),
    code(0, "throttling_error", RateLimited),
    code(0, "ThrottlingException", RateLimited),
    code(0, "resource_exhausted", RateLimited),
    code(0, "1302", RateLimited),
    code(0, "1303", RateLimited),
    code(0, "baseresp 1002", RateLimited),
    code(0, "baseresp 1041", RateLimited),
    code(0, "deadline_exceeded", ServerError),
    code(0, "timeout", TimedOut),
    code(0, "timeout_error", TimedOut),
    code(0, "request_timeout", TimedOut),
    code(0, "upstream_timeout", TimedOut),
    code(0, "APIConnectionError", Unreachable),
    code(0, "cancelled", Interrupted),
];

/// The meaning of a status: RFC 9110, RFC 6585 and RFC 4918, and what proxies in front of vendors
/// use (nginx's 499, Cloudflare's 52x, 529; Groq's 498; read 2026-11).
pub(super) const HTTP: &[Row] = &[
    status(401, Unauthorized),
    status(402, QuotaExhausted),
    status(403, Unauthorized),
    status(404, NotFound),
    status(407, Unauthorized),
    status(408, TimedOut),
    status(410, NotFound),
    // Another connection, a lock and an early request: they pass by themselves.
    status(421, ServerError),
    status(423, ServerError),
    status(425, ServerError),
    status(429, RateLimited),
    status(498, Overloaded),
    status(499, Interrupted),
    status(503, Overloaded),
    status(529, Overloaded),
];

/// Failures that pass, by words alone; asked only where the status says little.
pub(super) const PASSING_WORDS: &[Row] = &[
    words(0, "overloaded", Overloaded),
    words(0, "no capacity", Overloaded),
    words(0, "at capacity", Overloaded),
    words(0, "over capacity", Overloaded),
    words(0, "out of capacity", Overloaded),
    words(0, "service unavailable", Overloaded),
    words(0, "temporarily unavailable", Overloaded),
    words(0, "currently unavailable", Overloaded),
    words(0, "server is busy", Overloaded),
    words(0, "server busy", Overloaded),
    words(0, "high demand", Overloaded),
    words(0, "high load", Overloaded),
    words(0, "rate limit", RateLimited),
    words(0, "rate-limit", RateLimited),
    words(0, "too many requests", RateLimited),
    words(0, "resourceexhausted", RateLimited),
    words(0, "internal server error", ServerError),
    words(0, "out of memory", ServerError),
    words(0, "the server had an error", ServerError),
];

/// Words so general that any status beats them: they only say whose fault it is.
pub(super) const GENERAL: &[Row] = &[
    code(500, "server_error", ServerError),
    code(500, "internal_error", ServerError),
    code(500, "internal_server_error", ServerError),
    code(500, "InternalServerError", ServerError),
    code(500, "api_error", ServerError),
    code(0, "invalid_request_error", BadRequest),
    code(0, "invalid_request", BadRequest),
    code(0, "invalid_argument", BadRequest),
    code(0, "failed_precondition", BadRequest),
    code(0, "bad_request", BadRequest),
    code(0, "bad_request_error", BadRequest),
    code(0, "validation_error", BadRequest),
    code(0, "unprocessable_entity", BadRequest),
    code(0, "unprocessable_entity_error", BadRequest),
    code(0, "server_error", ServerError),
    code(0, "api_error", ServerError),
    code(0, "internal", ServerError),
    code(0, "internal_error", ServerError),
    code(0, "internal_server_error", ServerError),
    code(0, "server_internal_error", ServerError),
    code(0, "InternalServerException", ServerError),
    code(0, "bad_gateway", ServerError),
    code(0, "bad_gateway_error", ServerError),
];
