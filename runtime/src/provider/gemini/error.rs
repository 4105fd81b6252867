//! Gemini's errors (reference of `generateContent`, "API errors", 2026-09-20; the vendor's SDK, 3.4.0).

use serde_json::Value;

use crate::failure::FailureClass::{
    BadRequest, ContextExceeded, Interrupted, NotFound, Overloaded, QuotaExhausted, RateLimited,
    SchemaRejected, ServerError, Unauthorized,
};
use crate::provider::Failure;
use crate::provider::error::{self, Row, Told, code, words};
use crate::provider::exchange::Received;
use crate::provider::retry_after;

const TABLE: &[Row] = &[
    // A wrong key is a 400.
    code(0, "API_KEY_INVALID", Unauthorized),
    // Without codes of their own; words from reports of 2025 and 2026.
    words(400, "too many states for serving", SchemaRejected),
    words(400, "response_json_schema", SchemaRejected),
    words(400, "response_schema", SchemaRejected),
    words(400, "parameters_json_schema", SchemaRejected),
    words(400, "exceeds the maximum number of tokens", ContextExceeded),
    // Not available in this region, or without billing.
    code(0, "FAILED_PRECONDITION", BadRequest),
    code(0, "INVALID_ARGUMENT", BadRequest),
    code(0, "UNAUTHENTICATED", Unauthorized),
    code(0, "PERMISSION_DENIED", Unauthorized),
    code(0, "NOT_FOUND", NotFound),
    // Prepaid credits are gone.
    code(402, "RESOURCE_EXHAUSTED", QuotaExhausted),
    code(0, "RESOURCE_EXHAUSTED", RateLimited),
    code(0, "CANCELLED", Interrupted),
    code(0, "INTERNAL", ServerError),
    code(0, "UNAVAILABLE", Overloaded),
    code(0, "DEADLINE_EXCEEDED", ServerError),
];

pub(super) fn failure(received: Received<'_>) -> Failure {
    let words = received.words();
    let mut told = Told::read(&words);
    if let (Some(told), Ok(body)) = (&mut told, serde_json::from_str::<Value>(&words)) {
        let details = body
            .pointer("/error/details")
            .or_else(|| body.pointer("/0/error/details"))
            .and_then(Value::as_array);
        for detail in details.into_iter().flatten() {
            add_detail(told, detail);
        }
    }
    error::failure(received, told, TABLE)
}

fn add_detail(told: &mut Told, detail: &Value) {
    let field = |name| detail.get(name).and_then(Value::as_str);
    match field("@type").and_then(|kind| kind.rsplit('/').next()) {
        Some("google.rpc.ErrorInfo") => {
            if let Some(reason) = field("reason") {
                told.codes.insert(0, reason.to_owned());
            }
        }
        Some("google.rpc.RetryInfo") => {
            told.retry_after = field("retryDelay").and_then(retry_after::from_protobuf);
        }
        Some("google.rpc.QuotaFailure") => {
            let violations = detail.get("violations").and_then(Value::as_array);
            let mut quotas = violations
                .into_iter()
                .flatten()
                .filter_map(|violation| violation.get("quotaId").and_then(Value::as_str));
            // A day's quota comes back at midnight, Pacific time, whatever the delay says.
            if quotas.any(|quota| quota.contains("PerDay")) {
                told.class = Some(QuotaExhausted);
            }
        }
        _ => {}
    }
}
