//! HTTP headers that a user adds to a model's requests.

use std::fmt;

use ::http::header::{HeaderName, HeaderValue};

use crate::fingerprint::Hasher;
use crate::secret::Secret;

/// An HTTP header of a request. Its value never prints.
#[derive(Clone)]
pub struct Header {
    name: String,
    value: Secret,
    /// `true` if the value may decide what the model answers.
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

    /// Returns the value if it is secret.
    pub(super) fn secret(&self) -> Option<&Secret> {
        (!self.counts).then_some(&self.value)
    }

    /// Returns the name with a hash of the value. A key may be renewed without another answer, and
    /// no hash of it may be stored.
    pub(super) fn summary(&self) -> String {
        let name = self.name.to_lowercase();
        if self.counts {
            let hash = Hasher::new().text(&name).text(self.value.expose());
            let hash = hash.finish();
            format!("{name}=#{hash:032x}")
        } else {
            format!("{name}=(secret)")
        }
    }

    /// Returns name and value as HTTP's own, if they can be.
    pub(super) fn parse(&self) -> Option<(HeaderName, HeaderValue)> {
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

/// Returns every problem of `headers`, each a sentence with its remedy.
pub(super) fn problems(headers: &[Header]) -> impl Iterator<Item = String> {
    let before = |index| headers.get(..index).unwrap_or_default();
    let all = headers.iter().enumerate();
    all.filter_map(move |(index, header)| header_problem(header, before(index)))
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
