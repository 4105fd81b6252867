//! What a provider is set up with, and what can be wrong with it before the first request.

use std::fmt;

use ::http::header::HeaderValue;

use crate::failure::FailureClass;
use crate::secret::Secret;

use super::Failure;

/// A provider can't be used as it is set up.
///
/// It names the environment variable or the setting, and what to do. It never shows the key, nor a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// The value of the environment variable `name`; `provider` is the type that wants it.
pub(super) fn variable(name: &str, provider: &str, setting: &str) -> Result<String, ConfigError> {
    let remedy = || format!("export it, or set the value with `{provider}::{setting}`");
    match std::env::var(name) {
        Ok(value) if value.is_empty() => Err(ConfigError::new(name, "is empty", remedy())),
        Ok(value) => Ok(value),
        Err(std::env::VarError::NotPresent) => Err(ConfigError::new(name, "is not set", remedy())),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(ConfigError::new(name, "is not UTF-8", remedy()))
        }
    }
}

/// The key in the environment variable `name`.
pub(super) fn key_from_env(name: &str, provider: &str) -> Result<Secret, ConfigError> {
    let key = Secret::new(variable(name, provider, "new")?);
    check_key(&key, name)?;
    Ok(key)
}

/// Whether `key` can be sent in a header, as it should be if it was copied whole and alone.
pub(super) fn check_key(key: &Secret, subject: &str) -> Result<(), ConfigError> {
    let text = key.expose();
    // Asked before every attempt, and nearly always the answer.
    let sound = (1..=MAX_KEY).contains(&text.len());
    if sound && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    let problem = if text.is_empty() {
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

/// Longest key in bytes; servers reject longer headers.
const MAX_KEY: usize = 4096;

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
    match parsed.authority() {
        Some(authority) if authority.as_str().contains('@') => refuse("holds credentials"),
        Some(authority) if authority.host().is_empty() => refuse("has no host"),
        Some(_) => Ok(url.trim_end_matches('/').to_owned()),
        None => refuse("has no host"),
    }
}
