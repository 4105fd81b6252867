//! The configuration of a provider, and its possible errors before the first request.

use std::fmt;

use ::http::header::HeaderValue;

use crate::failure::FailureClass;
use crate::secret::Secret;
use crate::visible::debug_as_display;

use super::Failure;
use super::redirected::NO_KEY;

/// A provider can't be used as it is set up.
///
/// It names the environment variable or the setting, and what to do. It never shows the key, nor a
/// part of it.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    subject: String,
    problem: &'static str,
    remedy: String,
}

impl ConfigError {
    pub(super) fn new(
        subject: impl Into<String>,
        problem: &'static str,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            subject: subject.into(),
            problem,
            remedy: remedy.into(),
        }
    }
}

debug_as_display!(ConfigError);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}; {}", self.subject, self.problem, self.remedy)
    }
}

impl std::error::Error for ConfigError {}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::new(FailureClass::BadRequest, error.to_string()).unsent()
    }
}

/// Returns the value of the environment variable `name`, which `provider` needs; without keys,
/// `placeholder` stands for one that is missing.
fn variable(
    name: &str,
    provider: &str,
    setting: &str,
    placeholder: &str,
) -> Result<String, ConfigError> {
    let refuse = |problem| {
        let remedy = format!("export it, or set the value with `{provider}::{setting}`");
        Err(ConfigError::new(name, problem, remedy))
    };
    let problem = match std::env::var(name) {
        Ok(value) if value.is_empty() => "is empty",
        Ok(value) => return Ok(value),
        Err(std::env::VarError::NotPresent) => "is not set",
        Err(std::env::VarError::NotUnicode(_)) => return refuse("is not UTF-8"),
    };
    if are_keys_needed() {
        return refuse(problem);
    }
    Ok(placeholder.to_owned())
}

/// Returns the key in the environment variable `name`.
pub(super) fn key_from_env(name: &str, provider: &str) -> Result<Secret, ConfigError> {
    let key = Secret::new(variable(name, provider, "new", NO_KEY)?);
    check_key(&key, name)?;
    Ok(key)
}

/// Returns the base URL in the environment variable `name`, which must be set.
pub(super) fn base_url_from_env(name: &str, provider: &str) -> Result<String, ConfigError> {
    let url = variable(name, provider, "base_url", NOWHERE)?;
    base_url(&url, name)
}

/// Returns the base URL in the environment variable `name`, or `None` if it isn't set or is empty.
pub(super) fn optional_base_url(name: &str) -> Result<Option<String>, ConfigError> {
    match std::env::var(name) {
        Ok(url) if url.is_empty() => Ok(None),
        Ok(url) => base_url(&url, name).map(Some),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            let remedy = "give it as `https://host/path`, or unset it";
            Err(ConfigError::new(name, "is not UTF-8", remedy))
        }
    }
}

/// Stands for the address of a server where no request is sent; no such name exists (RFC 6761,
/// 6.4).
const NOWHERE: &str = "http://not-set.invalid";

#[cfg(feature = "cli")]
thread_local! {
    static KEYLESS: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Runs `make` so that `from_env` takes a placeholder for each key and address that the environment
/// doesn't have. For what is made to be looked at, or sent to a server of our own.
#[cfg(feature = "cli")]
pub(crate) fn without_keys<T>(make: impl FnOnce() -> T) -> T {
    /// Restores the state before, however `make` ends.
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            KEYLESS.set(self.0);
        }
    }
    let _before = Before(KEYLESS.replace(true));
    make()
}

/// Returns `true` if requests are to be sent to vendors.
#[cfg(feature = "cli")]
fn are_keys_needed() -> bool {
    !KEYLESS.get()
}

/// Returns `true`: only the command line makes providers that send nothing.
#[cfg(not(feature = "cli"))]
const fn are_keys_needed() -> bool {
    true
}

/// Returns `true` if `key` can be sent in a header, as it should be if it was copied whole and
/// alone.
pub(super) fn check_key(key: &Secret, subject: &str) -> Result<(), ConfigError> {
    let text = key.expose();
    // Asked before every attempt, and nearly always the answer.
    let sound = (1..=MAX_KEY).contains(&text.len());
    // A gateway may take a JSON object where others take a key.
    let is_object = text.starts_with("{\"") && text.ends_with('}');
    let is_wrapped = !is_object && (text.starts_with(WRAPS) || text.ends_with(WRAPS));
    if sound && !is_wrapped && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    let problem = if text.starts_with('$') {
        "is the name of a variable and not its value"
    } else if is_wrapped {
        "has quotation marks or brackets around it"
    } else if text.is_empty() {
        "is empty"
    } else if text.contains(['\n', '\r']) {
        "contains a line break"
    } else if text.contains(char::is_whitespace) {
        "contains white space"
    } else if !text.is_ascii() {
        "contains a character outside ASCII"
    } else if text.contains(|character: char| character.is_ascii_control()) {
        "contains a control character"
    } else {
        "is too long for a key"
    };
    Err(ConfigError::new(subject, problem, "copy the key again"))
}

/// The value of the setting `subject` as a header's value.
pub(super) fn header(value: impl Into<String>, subject: &str) -> Result<HeaderValue, ConfigError> {
    HeaderValue::try_from(value.into()).map_err(|_invalid| {
        ConfigError::new(
            subject,
            "contains a character that headers can't carry",
            "copy it again",
        )
    })
}

/// Marks that stand around a key, or around a place for one, in files and on command lines.
const WRAPS: [char; 7] = ['"', '\'', '`', '<', '>', '{', '$'];

/// Longest key in bytes; servers reject longer headers.
const MAX_KEY: usize = 4096;

/// Paths of calls, which tools that ask for one address take with it.
const CALLS: &[&str] = &[
    "/chat/completions",
    "/completions",
    "/responses",
    "/messages",
    ":generateContent",
    ":streamGenerateContent",
];

/// `url` without a slash at its end, if requests can be made below it.
pub(super) fn base_url(url: &str, subject: &str) -> Result<String, ConfigError> {
    let refuse = |problem| {
        Err(ConfigError::new(
            subject,
            problem,
            "give it as `https://host/path`, such as `https://api.openai.com/v1`",
        ))
    };
    if url.is_empty() {
        return refuse("is empty");
    }
    if url.contains(char::is_whitespace) {
        return refuse("contains white space");
    }
    if url.contains('#') || url.contains('?') {
        return refuse("has a query or a fragment");
    }
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return refuse("begins with neither `https://` nor `http://`");
    }
    let Ok(parsed) = url.parse::<::http::Uri>() else {
        return refuse("is not a URL");
    };
    let end = url.trim_end_matches('/');
    if let Some(call) = CALLS.iter().find(|call| end.ends_with(**call)) {
        let remedy = format!("leave `{call}` out; each call adds its own path");
        return Err(ConfigError::new(
            subject,
            "ends with the path of a call",
            remedy,
        ));
    }
    match parsed.authority() {
        Some(authority) if authority.as_str().contains('@') => refuse("holds credentials"),
        Some(authority) if authority.host().is_empty() => refuse("has no host"),
        Some(_) => Ok(url.trim_end_matches('/').to_owned()),
        None => refuse("has no host"),
    }
}
