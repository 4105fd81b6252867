//! Errors in the vendors' words.

use std::time::Duration;

use serde_json::{Value, json};

use super::{WireForm, Written, headers, stream};
use crate::clock::{Clock, SystemClock};
use crate::rehearsal::script::{Fails, Part, RetryAfter};

/// One row: the failure, its status, OpenAI's type and code, Anthropic's type, Gemini's status, and
/// words for people.
struct Row {
    fails: Fails,
    status: u16,
    openai: (&'static str, Option<&'static str>),
    anthropic: &'static str,
    gemini: (u16, &'static str),
    words: &'static str,
}

/// OpenAI: guide "Error codes" and its SDK 3.54.0; 529 is none of its own, and comes from what
/// stands in front of a server. Anthropic: API docs "Errors", 2026-09, and its SDK 2.12.0. Gemini:
/// "API errors", 2026-09-20; the same of 529. 402: DeepSeek's and OpenRouter's references. All read
/// 2026-11.
const ROWS: [Row; 7] = [
    Row {
        fails: Fails::RateLimited,
        status: 429,
        openai: ("requests", Some("rate_limit_exceeded")),
        anthropic: "rate_limit_error",
        gemini: (429, "RESOURCE_EXHAUSTED"),
        words: "Too many requests.",
    },
    Row {
        fails: Fails::QuotaExhausted,
        status: 429,
        openai: ("insufficient_quota", Some("insufficient_quota")),
        anthropic: "rate_limit_error",
        gemini: (402, "RESOURCE_EXHAUSTED"),
        words: "Nothing is left of the quota.",
    },
    Row {
        fails: Fails::PaymentRequired,
        status: 402,
        openai: ("insufficient_balance", None),
        anthropic: "billing_error",
        gemini: (402, "RESOURCE_EXHAUSTED"),
        words: "Nothing is left of the account.",
    },
    Row {
        fails: Fails::ServerError,
        status: 500,
        openai: ("server_error", None),
        anthropic: "api_error",
        gemini: (500, "INTERNAL"),
        words: "The server had an error.",
    },
    Row {
        fails: Fails::Unknown,
        status: 200,
        openai: ("rehearsed", None),
        anthropic: "rehearsed",
        gemini: (200, "REHEARSED"),
        words: "Something happened.",
    },
    Row {
        fails: Fails::Unavailable,
        status: 503,
        openai: ("service_unavailable_error", None),
        anthropic: "overloaded_error",
        gemini: (503, "UNAVAILABLE"),
        words: "The service is not available.",
    },
    Row {
        fails: Fails::Overloaded,
        status: 529,
        openai: ("overloaded_error", None),
        anthropic: "overloaded_error",
        gemini: (529, "UNAVAILABLE"),
        words: "The service is overloaded.",
    },
];

/// A vendor's failure in its own form.
pub(super) fn of(form: WireForm, fails: Fails, retry_after: RetryAfter) -> Written {
    let [first, ..] = &ROWS;
    let row = ROWS.iter().find(|row| row.fails == fails).unwrap_or(first);
    let (kind, code) = row.openai;
    let (status, body) = match form {
        WireForm::Responses | WireForm::Chat => {
            let error = json!({"message": row.words, "type": kind, "param": null, "code": code});
            (row.status, json!({"error": error}))
        }
        WireForm::Anthropic => {
            let mut error = json!({"type": row.anthropic, "message": row.words});
            if fails == Fails::QuotaExhausted
                && let Some(error) = error.as_object_mut()
            {
                let details = json!({"error_code": "enforced_spend_limit_reached"});
                error.insert("details".to_owned(), details);
            }
            (row.status, anthropic(&error))
        }
        WireForm::Gemini => {
            let (code, status) = row.gemini;
            let mut error = json!({"code": code, "message": row.words, "status": status});
            if let (RetryAfter::Body(seconds), Some(error)) = (retry_after, error.as_object_mut()) {
                let info = json!({
                    "@type": "type.googleapis.com/google.rpc.RetryInfo",
                    "retryDelay": format!("{seconds}s"),
                });
                error.insert("details".to_owned(), json!([info]));
            }
            (code, json!({"error": error}))
        }
    };
    let mut written = written(form, status, &body);
    written.headers.extend(wait(retry_after));
    written
}

/// The headers that say how long to wait.
fn wait(retry_after: RetryAfter) -> Vec<(String, String)> {
    let header = |name: &str, value: String| (name.to_owned(), value);
    match retry_after {
        RetryAfter::Unsaid | RetryAfter::Body(_) => Vec::new(),
        RetryAfter::Seconds(seconds) => vec![header("retry-after", seconds.to_string())],
        RetryAfter::Millis(millis) => vec![header("retry-after-ms", millis.to_string())],
        RetryAfter::Date(seconds) => {
            let now = SystemClock::default().now();
            let then = now
                .checked_add(Duration::from_secs(u64::from(seconds)))
                .unwrap_or(now);
            // The answer's own date goes with it, so that the two are exactly so far apart.
            vec![
                header("date", httpdate::fmt_http_date(now)),
                header("retry-after", httpdate::fmt_http_date(then)),
            ]
        }
    }
}

/// An error of a request to this server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    status: u16,
    message: String,
}

impl Problem {
    pub(crate) fn new(status: u16, message: &str) -> Self {
        let message = format!("driftless rehearsal: {message}");
        Self { status, message }
    }
}

/// It in the form of the vendor.
pub(crate) fn problem(form: WireForm, problem: &Problem) -> Written {
    let Problem { status, message } = problem;
    let server = *status >= 500;
    let body = match form {
        WireForm::Responses | WireForm::Chat => {
            let (kind, code) = match status {
                404 => ("invalid_request_error", Some("model_not_found")),
                _ if server => ("server_error", None),
                _ => ("invalid_request_error", None),
            };
            json!({"error": {"message": message, "type": kind, "param": null, "code": code}})
        }
        WireForm::Anthropic => {
            let kind = match status {
                404 => "not_found_error",
                413 => "request_too_large",
                _ if server => "api_error",
                _ => "invalid_request_error",
            };
            anthropic(&json!({"type": kind, "message": message}))
        }
        WireForm::Gemini => {
            let kind = match status {
                404 => "NOT_FOUND",
                _ if server => "INTERNAL",
                _ => "INVALID_ARGUMENT",
            };
            json!({"error": {"code": status, "message": message, "status": kind}})
        }
    };
    written(form, *status, &body)
}

fn anthropic(error: &Value) -> Value {
    json!({"type": "error", "error": error, "request_id": "req_rehearsed"})
}

fn written(form: WireForm, status: u16, body: &Value) -> Written {
    Written {
        status,
        headers: headers(form, "application/json"),
        parts: vec![Part::Text(stream::json(body))],
    }
}
