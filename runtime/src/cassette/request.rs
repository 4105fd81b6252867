//! The key by which a request finds its recording: provider, method, path, the headers that are
//! kept, and the body as canonical JSON.

use serde_json::value::RawValue;

use crate::secret::Keys;
use crate::transport::{HttpRequest, Stage, TransportError};

use super::allow::{self, Allowed};
use super::canonical::{Numbers, canonical};
use super::entry::Asked;

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
            .mask_strings(&canonical(body, Numbers::AsWritten))
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
        key.push_str(&canonical(self.body.get(), Numbers::ByValue));
        key
    }
}
