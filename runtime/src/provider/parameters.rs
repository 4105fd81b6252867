//! Settings of a model call that go to the vendor: one struct from the user's builder to the wire.

use std::fmt;

use ::http::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

#[cfg(feature = "qualify")]
use crate::fingerprint::Hasher;
use crate::secret::Secret;

use super::extra;

/// A set of settings for a model's calls. Only what is set is sent.
///
/// Built by the methods of [`Model`](super::Model), and read by a [`Provider`](super::Provider)
/// that writes its vendor's envelope. A provider that doesn't know a setting must refuse it:
/// [`names`](Self::names) has all that are set.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Parameters {
    /// Output limit in tokens, reasoning included.
    pub max_output_tokens: Option<u32>,
    /// Sampling temperature.
    pub temperature: Option<f64>,
    /// How much the model reasons, in the vendor's own word.
    pub effort: Option<String>,
    /// Members of the request body in the vendor's own words, in the order in which they were set.
    pub extra: Vec<(String, Value)>,
    /// HTTP headers beside those that the provider writes.
    pub headers: Vec<Header>,
}

/// An HTTP header of a request. Its value never prints.
#[derive(Clone)]
pub struct Header {
    name: String,
    value: Secret,
    /// Whether the value may decide what the model answers.
    counts: bool,
}

impl Header {
    pub(super) fn new(name: String, value: Secret, counts: bool) -> Self {
        Self {
            name,
            value,
            counts,
        }
    }

    /// Returns the header's name, as it was set.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn parse(&self) -> Option<(HeaderName, HeaderValue)> {
        let name = HeaderName::from_bytes(self.name.as_bytes()).ok()?;
        let mut value = HeaderValue::from_str(self.value.expose()).ok()?;
        value.set_sensitive(true);
        Some((name, value))
    }
}

/// Prints the name alone.
impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Header({}: …)", self.name)
    }
}

/// Headers that the transport and the providers write themselves.
const OWN_HEADERS: &[&str] = &[
    "accept-encoding",
    "anthropic-version",
    "api-key",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
    "upgrade",
    "x-api-key",
    "x-goog-api-key",
];

impl Parameters {
    pub(super) const NONE: &'static Self = &Self {
        max_output_tokens: None,
        temperature: None,
        effort: None,
        extra: Vec::new(),
        headers: Vec::new(),
    };

    /// Returns the names of all settings that are set, those of [`extra`](Self::extra) members and
    /// [`headers`](Self::headers) included.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let Self {
            max_output_tokens,
            temperature,
            effort,
            extra,
            headers,
        } = self;
        let set = [
            ("max_output_tokens", max_output_tokens.is_some()),
            ("temperature", temperature.is_some()),
            ("effort", effort.is_some()),
        ];
        set.into_iter()
            .filter_map(|(name, is_set)| is_set.then_some(name))
            .chain(extra.iter().map(|(name, _)| name.as_str()))
            .chain(headers.iter().map(Header::name))
            .collect()
    }

    /// Returns what is invalid whatever the model, each a sentence with its remedy.
    pub(crate) fn problems(&self) -> Vec<String> {
        let Self {
            max_output_tokens,
            temperature,
            effort,
            extra,
            headers,
        } = self;
        let mut problems = Vec::new();
        if *max_output_tokens == Some(0) {
            problems.push("the output limit is zero tokens; no document fits".to_owned());
        }
        if temperature.is_some_and(|value| !value.is_finite() || value < 0.0) {
            problems.push(
                "the temperature must be a finite number of at least 0; most vendors accept up to 1 or 2"
                    .to_owned(),
            );
        }
        if effort.as_ref().is_some_and(|word| word.trim().is_empty()) {
            problems
                .push("the effort is empty; give the vendor's word, or drop `effort`".to_owned());
        }
        for (index, (name, _)) in extra.iter().enumerate() {
            if extra::is_own(name) {
                problems.push(format!(
                    "the member `{name}` is written by driftless; drop `.extra(\"{name}\", …)` and use the setting that is made for it"
                ));
            }
            if extra.iter().take(index).any(|(other, _)| other == name) {
                problems.push(format!(
                    "the member `{name}` is set twice; keep one `.extra(\"{name}\", …)`"
                ));
            }
        }
        for (index, header) in headers.iter().enumerate() {
            problems.extend(header_problem(
                header,
                headers.get(..index).unwrap_or_default(),
            ));
        }
        problems
    }

    /// Adds everything that may change what the model answers to a hash. A new setting that is not
    /// named here doesn't compile.
    #[cfg(feature = "qualify")]
    pub(crate) fn digest(&self, hasher: Hasher) -> Hasher {
        let Self {
            max_output_tokens,
            temperature,
            effort,
            extra,
            headers,
        } = self;
        let mut hasher = hasher
            .flag(max_output_tokens.is_some())
            .number(u128::from(max_output_tokens.unwrap_or_default()))
            .flag(temperature.is_some())
            .number(u128::from(temperature.unwrap_or_default().to_bits()))
            .flag(effort.is_some())
            .text(effort.as_deref().unwrap_or_default());
        for (name, value) in extra {
            hasher = hasher.flag(true).text(name).text(&value.to_string());
        }
        for header in headers {
            // A key may be renewed without another answer, and no hash of it may be stored.
            let value = header.counts.then(|| header.value.expose());
            hasher = hasher
                .flag(false)
                .text(&header.name.to_lowercase())
                .text(value.unwrap_or_default());
        }
        hasher
    }

    /// Returns the values of secret headers, which must be found in what a server sends back.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        let secret = self.headers.iter().filter(|header| !header.counts);
        secret.map(|header| &header.value)
    }

    /// Adds the headers to those of a request.
    pub(super) fn add_headers(&self, headers: &mut HeaderMap) {
        for (name, value) in self.headers.iter().filter_map(Header::parse) {
            headers.entry(name).or_insert(value);
        }
    }
}

fn header_problem(header: &Header, before: &[Header]) -> Option<String> {
    let name = header.name.to_lowercase();
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Some(
            "a header has a name that HTTP doesn't allow; use letters, digits and `-`".to_owned(),
        );
    }
    if OWN_HEADERS.contains(&name.as_str()) {
        return Some(format!(
            "the header `{name}` is written by the provider; drop `.header(\"{name}\", …)`, and give keys to the provider itself"
        ));
    }
    if header.parse().is_none() {
        return Some(format!(
            "the header `{name}` has a value that HTTP doesn't allow; remove line breaks and control characters"
        ));
    }
    before
        .iter()
        .any(|other| other.name.eq_ignore_ascii_case(&name))
        .then(|| format!("the header `{name}` is set twice; keep one"))
}
