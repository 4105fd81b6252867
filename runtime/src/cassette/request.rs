//! The key by which a request finds its recording: provider, method, path, the headers that are
//! kept, and the body as canonical JSON.

use serde_json::value::RawValue;

use crate::json::{Node, canonical, with_sorted_keys, write_string};
use crate::secret::Keys;
use crate::transport::{HttpRequest, Stage, TransportError};

use super::allow::{self, Allowed};
use super::entry::Asked;

/// Deepest nesting that is read: a body is a schema of up to 128 levels within an envelope, each
/// level of which takes two.
pub(super) const LEVELS: u32 = 512;

impl Asked {
    pub(super) fn new(
        provider: &str,
        outgoing: &HttpRequest<'_>,
        allowed: &Allowed,
        keys: &Keys,
    ) -> Result<Self, TransportError> {
        let unfit = |source: Box<dyn std::error::Error + Send + Sync>| TransportError {
            stage: Stage::Request,
            message: "the request's body is no text, which a cassette can't keep".to_owned(),
            limit: None,
            source: Some(source),
        };
        let body = str::from_utf8(&outgoing.body).map_err(|error| unfit(Box::new(error)))?;
        let body = keys
            .mask_strings(&rewritten(body, with_sorted_keys))
            .into_owned();
        Ok(Self {
            provider: provider.to_owned(),
            method: outgoing.method.as_str().to_owned(),
            path: allow::path(outgoing.url, keys),
            headers: allowed.request(&outgoing.headers, keys),
            body: RawValue::from_string(body).map_err(|error| unfit(Box::new(error)))?,
        })
    }

    /// Returns a key that is equal for equal requests, and only for those.
    pub(super) fn key(&self) -> String {
        let mut key = format!("{} {} {}\n", self.provider, self.method, self.path);
        for (name, values) in &self.headers {
            for value in values.each() {
                // A line break can't be in a header.
                key.extend([name, ": ", value, "\n"]);
            }
        }
        key.push_str(&rewritten(self.body.get(), canonical));
        key
    }
}

/// Returns `body` as `write` writes it; a body that is no JSON document becomes one string.
fn rewritten<'b>(body: &'b str, write: impl FnOnce(&Node<'b>) -> String) -> String {
    Node::parse_within(body, LEVELS).map_or_else(
        |_no_json| {
            let mut out = String::new();
            write_string(&mut out, body);
            out
        },
        |node| write(&node),
    )
}
