//! Qwen's errors (Model Studio, page "Error codes", read 2026-09-28): codes are words, the same for both API forms.

use crate::failure::FailureClass::{
    ContextExceeded, Filtered, NotFound, Overloaded, QuotaExhausted, RateLimited, SchemaRejected,
    ServerError, Unauthorized,
};
use crate::provider::error::{Row, code, words};

pub(super) const TABLE: &[Row] = &[
    code(0, "Arrearage", QuotaExhausted),
    code(0, "AllocationQuota.FreeTierOnly", QuotaExhausted),
    code(0, "insufficient_quota", QuotaExhausted),
    code(0, "Throttling", RateLimited),
    code(0, "Throttling.RateQuota", RateLimited),
    code(0, "Throttling.AllocationQuota", RateLimited),
    code(0, "Throttling.BurstRate", RateLimited),
    code(0, "limit_requests", RateLimited),
    code(0, "limit_burst_rate", RateLimited),
    code(0, "DataInspectionFailed", Filtered),
    code(0, "data_inspection_failed", Filtered),
    code(0, "InvalidApiKey", Unauthorized),
    code(0, "invalid_api_key", Unauthorized),
    code(0, "AccessDenied", Unauthorized),
    code(0, "ModelNotFound", NotFound),
    code(0, "model_not_found", NotFound),
    code(0, "ModelServingError", Overloaded),
    code(0, "ServiceUnavailable", Overloaded),
    code(0, "InternalError", ServerError),
    code(0, "internal_error", ServerError),
    words(400, "Range of input length", ContextExceeded),
    words(400, "maximum context length", ContextExceeded),
    words(400, "json_schema", SchemaRejected),
    words(400, "response_format", SchemaRejected),
];
