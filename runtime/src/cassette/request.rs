//! The key by which a request finds its recording: provider, method, path, the headers that are
//! kept, and the body as canonical JSON.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use serde_json::value::RawValue;

use crate::json::{Node, canonical, with_sorted_keys, write_string};
use crate::media::{MediaSource, Medium};
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
        let body = without_media(&outgoing.body, &outgoing.media);
        let body = str::from_utf8(&body).map_err(|error| unfit(Box::new(error)))?;
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

/// Returns the body with `sha256:` and a digest instead of each medium, by which requests with
/// equal media match. Base64 has no character that JSON writes otherwise.
fn without_media<'b>(body: &'b [u8], media: &[Medium]) -> Cow<'b, [u8]> {
    let mut body = Cow::Borrowed(body);
    for medium in media {
        let (MediaSource::Bytes(bytes), Some(digest)) = (medium.source(), medium.sha256()) else {
            continue;
        };
        let encoded = STANDARD.encode(bytes);
        let places: Vec<usize> = memmem::find_iter(&body, encoded.as_bytes()).collect();
        if places.is_empty() {
            continue;
        }
        let (mut rest, mut out, mut at) = (&*body, Vec::new(), 0);
        for place in places {
            let (before, found) = rest.split_at_checked(place - at).unwrap_or_default();
            out.extend_from_slice(before);
            out.extend_from_slice(b"sha256:");
            out.extend_from_slice(digest.as_bytes());
            rest = found.get(encoded.len()..).unwrap_or_default();
            at = place + encoded.len();
        }
        out.extend_from_slice(rest);
        body = Cow::Owned(out);
    }
    body
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
