//! Recognises errors in messages that are no part of an answer.

use serde_json::{Map, Value};

use super::members::{ANSWERS, is_fine, is_plainly, member};
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
    let Some(root) = root(text) else {
        return false;
    };
    let has = |names: &[&str], fits: &dyn Fn(&Value) -> bool| {
        let mut found = names.iter().filter_map(|name| member(&root, name));
        found.any(fits)
    };
    if has(&NAMED, &says_something) || root.get("Message").is_some_and(says_something) {
        return true;
    }
    if let Some(Value::Object(response)) = member(&root, "response")
        && member(response, "error").is_some_and(says_something)
    {
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
    let alone = stands_alone && !has(ANSWERS, &|_| true);
    (worded && (coded || status)) || (alone && (worded || has(&["detail"], &says_something)))
}

/// Members that hold an error, whatever stands beside them.
const NAMED: [&str; 7] = [
    "error",
    "errors",
    "err",
    "fault",
    "errormessage",
    "errormsg",
    "errmsg",
];

/// Returns `true` if `text` is JSON without anything that an answer has, in the API of any vendor:
/// what came instead of one is an error of a form that nobody knows.
pub(in crate::provider) fn holds_no_answer(text: &str) -> bool {
    root(text).is_some_and(|root| {
        // The first event of Anthropic's streams.
        let begins = member(&root, "message").is_some_and(Value::is_object);
        let mut names = ANSWERS.iter().chain(&SERVED);
        !begins && !names.any(|name| root_has(&root, name))
    })
}

/// Members by which an answer says who served, which some errors have as well.
const SERVED: [&str; 2] = ["model", "modelversion"];

/// Returns `true` if `root` has a member of this plain name, `null` included: one that is there but
/// empty is what an answer has, too.
fn root_has(root: &Map<String, Value>, name: &str) -> bool {
    root.keys().any(|key| is_plainly(key, name))
}

/// Returns the object that `text` is, or the first one of the list that it is.
fn root(text: &str) -> Option<Map<String, Value>> {
    let text = text.trim_start_matches('\u{feff}');
    let root = match serde_json::from_str(text).ok()? {
        Value::Array(items) => items.into_iter().next()?,
        root => root,
    };
    match root {
        Value::Object(root) => Some(root),
        _ => None,
    }
}

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
