//! Recognises errors in messages that are no part of an answer.

use serde_json::Value;

use super::members::{is_fine, member};
use super::vendor_error::{BASE_RESP, VendorError, status_of};

/// Returns `true` if `text`, which is no part of an answer, names an error: under a name that says
/// so, or by a code and words. Where it `stands_alone`, words without a code are one too, unless
/// they stand beside what only answers have.
pub(in crate::provider) fn names_error(text: &str, stands_alone: bool) -> bool {
    // Text without such a name isn't parsed.
    const MARKS: [&str; 6] = ["rr", "msg", "essage", "base_resp", "ault", "detail"];
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return false;
    }
    let text = text.trim_start_matches('\u{feff}');
    let root = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(items)) => items.into_iter().next(),
        Ok(root) => Some(root),
        Err(_) => None,
    };
    let Some(Value::Object(root)) = root else {
        return false;
    };
    let has = |names: &[&str], fits: &dyn Fn(&Value) -> bool| {
        let mut found = names.iter().filter_map(|name| member(&root, name));
        found.any(fits)
    };
    if has(&NAMED, &says_something) || root.get("Message").is_some_and(says_something) {
        return true;
    }
    if let Some(Value::Object(base)) = member(&root, BASE_RESP) {
        let mut told = VendorError::default();
        told.base(base);
        return !told.is_empty();
    }
    let worded = has(&["message", "msg"], &Value::is_string);
    let coded = has(&["code", "errorcode", "errcode"], &|code| match code {
        Value::Number(number) => !matches!(number.as_u64(), Some(0 | 200..300)),
        Value::String(text) => !is_fine(text),
        _ => false,
    });
    let status = has(&["status", "statuscode"], &|status| {
        status_of(status.to_string().trim_matches('"')).is_some()
    });
    let alone = stands_alone && !has(&ANSWERS, &|_| true);
    (worded && (coded || status)) || (alone && (worded || has(&["detail"], &says_something)))
}

/// Members that hold an error, whatever stands beside them.
const NAMED: [&str; 6] = [
    "error",
    "errors",
    "fault",
    "errormessage",
    "errormsg",
    "errmsg",
];

/// Members that only answers have, in the APIs of all vendors.
const ANSWERS: [&str; 9] = [
    "choices",
    "candidates",
    "output",
    "content",
    "usage",
    "usagemetadata",
    "promptfeedback",
    "response",
    "delta",
];

/// Returns `true` if `value` holds more than that there is no error.
fn says_something(value: &Value) -> bool {
    match value {
        Value::String(text) => !is_fine(text),
        Value::Object(object) => !object.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Number(number) => number.as_u64() != Some(0),
        Value::Null | Value::Bool(_) => false,
    }
}
