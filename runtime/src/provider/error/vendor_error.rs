//! A vendor's error, read out of whatever form it came in.
//!
//! Errors are read untyped: every server writes them differently, and no part of them becomes an
//! answer.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::failure::FailureClass;

use super::super::exchange::LONGEST_ERROR;
use super::members::{ANSWERS, CODES, MORE, WHOLE, WORDS, is_fine, member, plain};

/// A vendor's error.
#[derive(Debug, Default)]
pub(in crate::provider) struct VendorError {
    /// The words for people; those of an error within an error follow.
    pub(in crate::provider) message: String,
    /// All codes and types, the most specific first.
    pub(in crate::provider) codes: Vec<String>,
    /// Codes that are an HTTP status, as numbers or as text.
    pub(in crate::provider) statuses: Vec<u16>,
    /// Overrides the tables.
    pub(in crate::provider) class: Option<FailureClass>,
    /// The wait in the body.
    pub(in crate::provider) retry_after: Option<Duration>,
    /// The vendor's id of the request in the body.
    pub(in crate::provider) request_id: Option<String>,
    /// The codes, and names within the words that look like codes, in their plain spelling.
    names: Vec<String>,
    /// All words, in lower case.
    lower: String,
}

/// The deepest that errors are looked for in errors.
const DEPTH: usize = 8;

/// The most codes that are kept; more are noise.
const MOST: usize = 32;

/// The longest text that can be a code.
const LONGEST_CODE: usize = 100;

/// `base_resp.status_code` of a success (`MiniMax`, API reference, read 2026-11).
pub(super) const BASE_RESP: &str = "baseresp";

impl VendorError {
    /// Reads `body`, or returns `None` if it has no error: JSON in any form of [`members`], JSON
    /// behind other text (a line of a stream, a client's words), else text that is no page.
    pub(in crate::provider) fn read(body: &str) -> Option<Self> {
        if body.len() > LONGEST_ERROR {
            // Within a success; such a body isn't cut.
            return None;
        }
        let body = body.trim_start_matches('\u{feff}').trim();
        let mut told = Self::default();
        if let Ok(root) = serde_json::from_str::<Value>(body) {
            told.request_id = root
                .get("request_id")
                .and_then(Value::as_str)
                .map(str::to_owned);
            told.value(&root, 0);
        } else if let Some(inner) = embedded(body) {
            told.value(&inner, 0);
        }
        if told.is_empty() && !looks_coded(body) {
            told.say(body, DEPTH);
        }
        (!told.is_empty()).then_some(told)
    }

    /// Returns `true` if there are words for people.
    pub(in crate::provider) fn has_message(&self) -> bool {
        !self.message.is_empty()
    }

    /// Returns `true` if nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.message.is_empty() && self.codes.is_empty() && self.statuses.is_empty()
    }

    /// Returns `true` if one of the codes is `code`, or a name in the words is.
    pub(super) fn has_code(&self, code: &str) -> bool {
        let code = plain(code);
        self.names.contains(&code)
    }

    /// Returns `true` if the message holds `words`, in any case.
    pub(super) fn has_words(&self, words: &str) -> bool {
        self.lower.contains(&words.to_lowercase())
    }

    fn value(&mut self, value: &Value, depth: usize) {
        if depth >= DEPTH {
            return;
        }
        match value {
            Value::Object(object) => self.object(object, depth + 1),
            Value::Array(items) => {
                for item in items.iter().take(MOST) {
                    self.value(item, depth + 1);
                }
            }
            Value::String(text) => self.say(text, depth + 1),
            Value::Number(_) => self.code(value),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn object(&mut self, object: &Map<String, Value>, depth: usize) {
        if let Some(Value::Object(base)) = member(object, BASE_RESP) {
            self.base(base);
        }
        let whole = self.whole(object, depth);
        if let Some(code) = object
            .get("details")
            .and_then(|details| details.get("error_code"))
        {
            self.code(code);
        }
        for name in CODES {
            match (*name, member(object, name)) {
                // Words for people, where they are several.
                ("reason" | "name", Some(Value::String(text))) if !is_name(text) => {}
                (_, Some(code)) => self.code(code),
                (_, None) => {}
            }
        }
        for name in WORDS {
            // Around an error that has words, the same words stand again.
            if let Some(Value::String(text)) = member(object, name)
                && !(whole && !self.message.is_empty() && *name != "message")
                && !(*name == "reason" && is_name(text))
            {
                self.say(text, depth);
            }
        }
        for name in MORE {
            match (*name, member(object, name)) {
                // FastAPI's list of fields that are wrong: the types in it are none of the error.
                ("detail", Some(Value::Array(fields))) => self.fields(fields),
                (_, Some(inner @ (Value::Object(_) | Value::Array(_)))) => {
                    self.value(inner, depth);
                }
                _ => {}
            }
        }
        if self.is_empty() {
            self.anywhere(object, depth);
        }
    }

    /// Reads the members of unknown names, where the known ones hold no error (Volcengine's
    /// `ResponseMetadata.Error`, iFlytek's `header`; read 2026-11).
    /// Members that only answers have hold none.
    fn anywhere(&mut self, object: &Map<String, Value>, depth: usize) {
        let is_known = |name: &str| {
            [ANSWERS, WHOLE, MORE]
                .iter()
                .any(|names| names.contains(&name))
        };
        let holds = |value: &Value| value.is_object() || value.is_array();
        let unknown = object.iter();
        let unknown = unknown.filter(|(name, inner)| holds(inner) && !is_known(&plain(name)));
        for (_, inner) in unknown.take(MOST) {
            self.value(inner, depth);
        }
    }

    /// Reads the members that hold a whole error. Returns `true` if there is one.
    fn whole(&mut self, object: &Map<String, Value>, depth: usize) -> bool {
        let mut whole = false;
        for name in WHOLE {
            let found = member(object, name);
            match (*name, found) {
                // The choices of an answer are none, unless one has failed.
                ("choices", Some(Value::Array(choices))) => {
                    for choice in choices.iter().filter_map(Value::as_object) {
                        if let Some(error) = member(choice, "error") {
                            self.value(error, depth);
                        }
                    }
                }
                ("choices", Some(_)) | (_, None) => {}
                ("response", Some(inner)) => {
                    // In capitals Tencent Cloud's.
                    if let Some(error) = inner.as_object().and_then(|it| member(it, "error")) {
                        self.value(error, depth);
                    }
                }
                (_, Some(Value::String(text))) if looks_like_code(text) => {
                    whole = true;
                    self.add(text);
                    self.say(text, depth);
                }
                (_, Some(found)) => {
                    whole |= found.is_object() || found.is_array() || found.is_string();
                    self.value(found, depth);
                }
            }
        }
        whole
    }

    fn fields(&mut self, fields: &[Value]) {
        for field in fields.iter().take(MOST) {
            if let Some(Value::String(words)) = field.get("msg").or(Some(field)) {
                self.say(words, DEPTH);
            }
        }
    }

    /// Takes in `base_resp`.
    pub(super) fn base(&mut self, base: &Map<String, Value>) {
        if let Some(Value::Number(number)) = base.get("status_code")
            && number.as_u64() != Some(0)
        {
            self.add(&number.to_string());
            self.names.push(plain(&format!("{BASE_RESP} {number}")));
            if let Some(Value::String(words)) = base.get("status_msg") {
                self.say(words, DEPTH);
            }
        }
    }

    /// Takes in a code in whatever type it came.
    fn code(&mut self, code: &Value) {
        match code {
            Value::String(text) => {
                let status = status_of(text);
                if let Some(status) = status {
                    self.statuses.push(status);
                }
                if status.is_none() || text.len() > 3 {
                    self.add(text);
                }
            }
            Value::Number(number) => {
                let number = number.as_f64().filter(|number| number.fract() == 0.0);
                let text = number.map(|number| number.to_string());
                if let Some(status) = text.as_deref().and_then(status_of) {
                    self.statuses.push(status);
                }
            }
            // `gRPC` and some frameworks: a status of its own form.
            Value::Object(_) | Value::Array(_) | Value::Bool(_) | Value::Null => {}
        }
    }

    fn add(&mut self, code: &str) {
        if is_fine(code) || self.codes.len() >= MOST || self.codes.iter().any(|c| c == code) {
            return;
        }
        self.codes.push(code.to_owned());
        self.names.push(plain(code));
        // `oauth.v2.InvalidApiKey`, `AuthFailure.SecretIdNotFound`.
        self.names.extend(
            code.split('.')
                .skip(1)
                .chain(code.split('.').next())
                .map(plain),
        );
        self.note_names(code);
    }

    /// Takes in words for people, and an error that is written within them.
    fn say(&mut self, text: &str, depth: usize) {
        let text = text.trim();
        if text.is_empty() || self.lower.len() > LONGEST_ERROR {
            return;
        }
        let inner = if depth < DEPTH { embedded(text) } else { None };
        self.hear(text);
        let before = self.message.len();
        if let Some(inner) = &inner {
            self.value(inner, depth + 1);
        }
        // An error that is nothing but text of JSON has said its words by now.
        let is_json = inner.is_some() && text.starts_with(['{', '[']);
        if (is_json && self.message.len() > before) || self.message.contains(text) {
            return;
        }
        if inner.is_some() && self.message.len() > before {
            self.message.truncate(before);
        }
        if !self.message.is_empty() {
            self.message.push_str("; ");
        }
        self.message.push_str(text);
    }

    /// Notes the codes that stand within `text`.
    fn note_names(&mut self, text: &str) {
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        for word in words.filter(|word| looks_like_code(word)) {
            if self.names.len() < 4 * MOST {
                self.names.push(plain(word));
            }
        }
    }

    /// Notes what `text` names, for the tables.
    fn hear(&mut self, text: &str) {
        self.lower.push_str(&text.to_lowercase());
        self.lower.push('\n');
        self.note_names(text);
        for mark in [
            "error code: ",
            "status code: ",
            "status code ",
            "status: ",
            "http ",
        ] {
            for (at, _) in text.to_ascii_lowercase().match_indices(mark) {
                let digits = text
                    .get(at.saturating_add(mark.len())..)
                    .unwrap_or_default();
                self.statuses.extend(status_of(digits));
            }
        }
    }
}

/// Returns `true` if `word`, which stands among words for people, is a code rather than one of
/// them.
fn looks_like_code(word: &str) -> bool {
    let is_class = |end| word.len() > 8 && word.ends_with(end);
    let joined = word.trim_matches('_').contains('_');
    word.len() <= LONGEST_CODE && (joined || is_class("Error") || is_class("Exception"))
}

/// Returns `true` if `text` is one word, as codes are.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_CODE && !text.contains(char::is_whitespace)
}

/// Returns the HTTP status of an error with which `text` begins: `401`, or `401 Unauthorized`.
pub(super) fn status_of(text: &str) -> Option<u16> {
    let digits = text.trim_start();
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let (number, rest) = digits.split_at_checked(end)?;
    if rest.starts_with(|c: char| c == '_' || c.is_alphanumeric()) {
        return None;
    }
    let number = number.parse::<u16>().ok()?;
    (400..600).contains(&number).then_some(number)
}

/// Returns the first JSON object or list of objects within `text`.
fn embedded(text: &str) -> Option<Value> {
    let starts = text.match_indices(['{', '[']);
    // A few tries: a text that only looks like JSON must not be read over and over.
    starts.take(8).find_map(|(at, _)| {
        let rest = text.get(at..)?;
        let first = serde_json::Deserializer::from_str(rest)
            .into_iter::<Value>()
            .next()?;
        let found = first.ok()?;
        let is_error = match &found {
            Value::Object(object) => !object.is_empty(),
            Value::Array(items) => items.first().is_some_and(Value::is_object),
            _ => false,
        };
        is_error.then_some(found)
    })
}

/// Returns `true` if `text` is a page, JSON or no text at all, so that it isn't words for people.
fn looks_coded(text: &str) -> bool {
    text.is_empty()
        || text.starts_with(['<', '{', '[', '\u{1f}'])
        || text == "null"
        || text.contains('\u{fffd}')
}
