//! How vendors' errors become classes: closed tables, one row per documented case, read by one function.

use std::time::Duration;

use serde_json::Value;

use crate::failure::FailureClass;

use super::exchange::{LONGEST_ERROR, Received};
use super::printable::in_one_line;
use super::{Failure, retry_after};

/// One documented case. The first row that fits decides.
#[derive(Debug)]
pub(super) struct Row {
    /// HTTP status; 0 for any, 200 included.
    pub(super) status: u16,
    /// One of the error's codes; empty for any.
    pub(super) code: &'static str,
    /// Words within the message, where the vendor has no code for the case; empty for any.
    pub(super) words: &'static str,
    /// The class.
    pub(super) class: FailureClass,
}

/// A row with a code.
pub(super) const fn code(status: u16, code: &'static str, class: FailureClass) -> Row {
    Row {
        status,
        code,
        words: "",
        class,
    }
}

/// A row without a code.
pub(super) const fn status(status: u16, class: FailureClass) -> Row {
    code(status, "", class)
}

/// A row for a case that only the message tells.
pub(super) const fn words(status: u16, words: &'static str, class: FailureClass) -> Row {
    Row {
        status,
        code: "",
        words,
        class,
    }
}

/// What HTTP itself says of a status (RFC 9110, RFC 6585), and what proxies in front of vendors use (Cloudflare's 52x, read 2026-11).
const HTTP: &[Row] = &[
    status(401, FailureClass::Unauthorized),
    status(402, FailureClass::QuotaExhausted),
    status(403, FailureClass::Unauthorized),
    status(404, FailureClass::NotFound),
    status(408, FailureClass::TimedOut),
    status(410, FailureClass::NotFound),
    status(429, FailureClass::RateLimited),
    status(503, FailureClass::Overloaded),
    status(529, FailureClass::Overloaded),
];

/// An error as a vendor tells it.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) message: String,
    /// All codes and types, the most specific first.
    pub(super) codes: Vec<String>,
    /// A numeric code, which is the status of an error that came with another one.
    pub(super) status: Option<u16>,
    /// Overrides the table.
    pub(super) class: Option<FailureClass>,
    /// Told within the body.
    pub(super) retry_after: Option<Duration>,
    /// The vendor's id of the request, told within the body.
    pub(super) request_id: Option<String>,
}

impl Told {
    /// Reads the forms that OpenAI-compatible servers use: `{"error": {…}}`, `{"error": "…"}`, the flat form, and `{"detail": …}`; also within a list of one.
    ///
    /// Errors are read untyped: every server writes them differently, and none of it becomes an answer.
    pub(super) fn read(body: &str) -> Option<Self> {
        if body.len() > LONGEST_ERROR {
            // Within a success; such a body isn't cut.
            return None;
        }
        let root: Value = serde_json::from_str(body).ok()?;
        let root = match root {
            Value::Array(items) => items.into_iter().next()?,
            other => other,
        };
        let error = match root.get("error") {
            None | Some(Value::Null) => &root,
            Some(error) => error,
        };
        let mut told = Self {
            message: message(error).or_else(|| message(&root))?,
            ..Self::default()
        };
        for place in [
            error.pointer("/details/error_code"),
            error.get("code"),
            error.pointer("/metadata/error_type"),
            error.get("type"),
            error.get("status"),
            // Groq, within a stream (recorded 2026-02).
            error.get("status_code"),
            root.get("code"),
        ] {
            match place {
                Some(Value::String(code)) if !told.codes.contains(code) => {
                    told.codes.push(code.clone());
                }
                Some(Value::Number(number)) => {
                    let number = number.as_u64().and_then(|code| u16::try_from(code).ok());
                    told.status = told
                        .status
                        .or(number.filter(|code| (400..600).contains(code)));
                }
                _ => {}
            }
        }
        told.request_id = root
            .get("request_id")
            .and_then(Value::as_str)
            .map(str::to_owned);
        Some(told)
    }
}

fn message(error: &Value) -> Option<String> {
    match error {
        Value::String(text) => Some(text.clone()),
        Value::Object(members) => match members.get("message").or(members.get("detail")) {
            Some(Value::String(text)) => Some(text.clone()),
            // A list of fields that are wrong.
            Some(list @ Value::Array(_)) => list.pointer("/0/msg").and_then(message),
            // Mistral puts that form into its own (seen 2026-08).
            Some(inner @ Value::Object(_)) => message(inner),
            _ => None,
        },
        _ => None,
    }
}

/// The failure that `received` is: by the vendor's table, else by HTTP's, else by the status' hundred.
pub(super) fn failure(received: Received<'_>, told: Option<Told>, table: &[Row]) -> Failure {
    let known = told.is_some();
    let told = told.unwrap_or_default();
    // An error within a success: its own number counts.
    let status = match (received.status, told.status) {
        (200..300, Some(inner)) => inner,
        (outer, _) => outer,
    };
    let class = told.class.unwrap_or_else(|| classify(status, &told, table));
    let message = if known {
        in_one_line(&told.message)
    } else if received.body.trim_ascii_start().starts_with(b"<") {
        "an HTML or XML page instead of an error object; is the base URL right?".to_owned()
    } else {
        "without an error object".to_owned()
    };
    let mut failure = Failure::new(class, format!("status {}: {message}", received.status));
    failure.code = told.codes.into_iter().next().map(|code| in_one_line(&code));
    failure.retry_after = match class {
        // Waiting doesn't fill an account.
        FailureClass::QuotaExhausted => None,
        _ => told
            .retry_after
            .or_else(|| retry_after::from_headers(&received.facts.headers)),
    };
    failure.facts = received.facts.clone();
    failure.facts.request_id = failure.facts.request_id.or(told.request_id);
    failure
}

fn classify(status: u16, told: &Told, table: &[Row]) -> FailureClass {
    let fits = |row: &&Row| {
        (row.status == 0 || row.status == status)
            && (row.code.is_empty() || told.codes.iter().any(|code| code == row.code))
            && (row.words.is_empty() || told.message.contains(row.words))
    };
    table
        .iter()
        .chain(HTTP)
        .find(fits)
        .map_or_else(|| by_hundred(status), |row| row.class)
}

/// What no table knows.
fn by_hundred(status: u16) -> FailureClass {
    match status {
        400..500 => FailureClass::BadRequest,
        // An error object within a success is the vendor's failure as well.
        _ => FailureClass::ServerError,
    }
}
