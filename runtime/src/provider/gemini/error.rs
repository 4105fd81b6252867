//! Gemini's errors (reference of `generateContent`, "API errors", 2026-09-20; the vendor's SDK,
//! 3.4.0).

use serde_json::Value;

use crate::failure::FailureClass::{QuotaExhausted, SchemaRejected};
use crate::provider::error::{self, Row, VendorError, code, words};
use crate::provider::exchange::Received;
use crate::provider::{Failure, retry_after};

/// The names of `google.rpc.Code` are in the shared table.
const TABLE: &[Row] = &[
    // Without codes of their own; words from reports of 2025 and 2026.
    words(400, "too many states for serving", SchemaRejected),
    words(400, "response_json_schema", SchemaRejected),
    words(400, "response_schema", SchemaRejected),
    words(400, "parameters_json_schema", SchemaRejected),
    // Prepaid credits are gone.
    code(402, "RESOURCE_EXHAUSTED", QuotaExhausted),
];

pub(super) fn failure(received: Received<'_>) -> Failure {
    let words = received.words();
    let mut told = VendorError::read(&words);
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

fn add_detail(told: &mut VendorError, detail: &Value) {
    let field = |name| detail.get(name).and_then(Value::as_str);
    match field("@type").and_then(|kind| kind.rsplit('/').next()) {
        Some("google.rpc.ErrorInfo") => {
            if let Some(reason) = field("reason") {
                told.codes.retain(|code| code != reason);
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
