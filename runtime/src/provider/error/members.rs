//! The names under which vendors, gateways and frameworks put the parts of an error. Case and
//! separators make no difference: `errorCode`, `error_code` and `Error-Code` are one name.

use serde_json::{Map, Value};

/// Hold an error as a whole (OpenAI's form and those of its likes; `errors` Cloudflare and
/// JSON:API; `err` proxies; `fault` Apigee; `choices` `OpenRouter`; `response` Responses' last
/// event; read 2026-11).
pub(super) const WHOLE: &[&str] = &["error", "errors", "err", "fault", "response", "choices"];

/// Only answers have these, in the APIs of all vendors.
pub(super) const ANSWERS: &[&str] = &[
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

/// Hold more about an error that stands around them: `details` Anthropic and Google, `metadata` and
/// `raw` `OpenRouter`, `innererror` Azure, `detail` `FastAPI` (read 2026-11).
pub(super) const MORE: &[&str] = &[
    "details",
    "detail",
    "metadata",
    "raw",
    "innererror",
    "message",
    "cause",
    "upstreamerror",
    "providererror",
    "data",
    "body",
];

/// Hold a code, a type or a status, the most specific first.
pub(super) const CODES: &[&str] = &[
    "errorcode",
    "code",
    "errcode",
    "errortype",
    "type",
    "status",
    "statuscode",
    "httpstatus",
    "httpcode",
    "httpstatuscode",
    "reason",
    "retcode",
    "errno",
    "name",
];

/// Hold words for people.
pub(super) const WORDS: &[&str] = &[
    "message",
    "msg",
    "errormessage",
    "errormsg",
    "errmsg",
    "errordescription",
    "statusmsg",
    "statusmessage",
    "detail",
    "details",
    "description",
    "title",
    "reason",
    "raw",
    "faultstring",
];

/// Begin nothing that is an error, and are no code of one.
const FINE: &[&str] = &[
    "",
    "0",
    "200",
    "error",
    "errors",
    "failed",
    "fail",
    "failure",
    "response",
    "message",
    "null",
    "none",
    "ok",
    "success",
    "completed",
    "true",
    "false",
    "object",
];

/// Returns `name` in lower case and without separators.
pub(super) fn plain(name: &str) -> String {
    letters(name).collect()
}

/// Returns `true` if `plain` is `name` in lower case and without separators.
pub(super) fn is_plainly(name: &str, plain: &str) -> bool {
    letters(name).eq(plain.chars())
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

/// Returns the member whose plain name is `name`; of several the first in the order of text, so
/// that the order of an object's members makes no difference.
pub(super) fn member<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    object
        .iter()
        .filter(|(key, value)| !value.is_null() && is_plainly(key, name))
        .min_by_key(|(key, _)| *key)
        .map(|(_, value)| value)
}

/// Returns `true` if `code` says nothing about an error.
pub(super) fn is_fine(code: &str) -> bool {
    FINE.iter().any(|fine| is_plainly(code, fine))
}
