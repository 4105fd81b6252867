//! Qwen's errors (Model Studio, page "Error codes", read 2026-09-28): codes are words, the same for
//! both API forms. Those that others have too are in the shared table.

use crate::failure::FailureClass::{Overloaded, QuotaExhausted, RateLimited, SchemaRejected};
use crate::provider::error::{Row, code, words};

pub(super) const TABLE: &[Row] = &[
    code(0, "Arrearage", QuotaExhausted),
    code(0, "AllocationQuota.FreeTierOnly", QuotaExhausted),
    code(0, "Throttling.RateQuota", RateLimited),
    code(0, "Throttling.AllocationQuota", RateLimited),
    code(0, "Throttling.BurstRate", RateLimited),
    code(0, "limit_requests", RateLimited),
    code(0, "limit_burst_rate", RateLimited),
    code(0, "ModelServingError", Overloaded),
    words(400, "json_schema", SchemaRejected),
    words(400, "response_format", SchemaRejected),
];
