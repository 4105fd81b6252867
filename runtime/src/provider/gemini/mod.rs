//! Google's Gemini API with an API key (`generateContent`).

mod answer;
mod error;
mod request;

use ::http::HeaderMap;
use ::http::header::HeaderName;

use crate::dialect::GeminiSchema;
use crate::failure::FailureClass;
use crate::secret::Secret;

use super::config::{self, ConfigError};
use super::exchange::{Endpoint, envelope};
use super::{BoxFuture, Failure, Model, Provider, Reply, Request};

const NAME: &str = "gemini";
const BASE_URL: &str = "https://generativelanguage.googleapis.com";
const KEY: &str = "GEMINI_API_KEY";

/// What the vendor's documentation uses. Which schema fields `v1` takes is unknown (2026-11).
const API_VERSION: &str = "v1beta";

const NO_SEGMENT: &str = "the model id can't be part of a URL; give it as `gemini-3.8-flash`";

/// Whether `text` is one harmless segment of a URL's path.
fn is_segment(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && !text.contains("..") && text.chars().all(plain)
}

/// Gemini.
///
/// Requests go to `generateContent` of `v1beta`, with the key in a header and never in the URL.
#[derive(Debug, Clone)]
pub struct Gemini {
    endpoint: Endpoint,
    api_version: String,
}

impl Gemini {
    /// With `key`. What is wrong with it is reported by [`Provider::check`], and by the first request.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            // There is no such header; the id is in the body.
            endpoint: Endpoint::new(BASE_URL, Some(key.into()), "x-request-id"),
            api_version: API_VERSION.to_owned(),
        }
    }

    /// With the key in `GEMINI_API_KEY`.
    ///
    /// # Errors
    /// The variable isn't set, or its value can't be a key.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut this = Self::new(config::key_from_env(KEY, "Gemini")?);
        this.endpoint = this.endpoint.named(KEY);
        Ok(this)
    }

    /// Sends requests below `url` instead of `https://generativelanguage.googleapis.com`; the API version and the model's path are added.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.endpoint.set_base_url(url.as_ref());
        self
    }

    /// Sets the API version in the path, such as `v1`.
    #[must_use]
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = version.into();
        self
    }

    /// The model `id`, asked for native structured output.
    #[must_use]
    pub fn model(&self, id: impl Into<String>) -> Model<GeminiSchema> {
        Model::new(self.clone(), id)
    }

    /// The path of `model`, which is part of the URL and so must not lead elsewhere.
    fn path(&self, model: &str) -> Option<String> {
        let id = model.strip_prefix("models/").unwrap_or(model);
        // Tuned models have a prefix of their own.
        let (folder, id) = match id.strip_prefix("tunedModels/") {
            Some(tuned) => ("tunedModels", tuned),
            None => ("models", id),
        };
        let version = &self.api_version;
        is_segment(id).then(|| format!("/{version}/{folder}/{id}:generateContent"))
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        if !is_segment(&self.api_version) {
            return Err(ConfigError::new(
                "the API version",
                "can't be part of a URL",
                "give it as `v1beta`",
            ));
        }
        let mut headers = HeaderMap::new();
        if let Some(key) = self.endpoint.key_header("")? {
            headers.insert(HeaderName::from_static("x-goog-api-key"), key);
        }
        Ok(headers)
    }

    async fn attempt(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        let headers = self.headers()?;
        let path = self
            .path(request.model)
            .ok_or_else(|| Failure::new(FailureClass::BadRequest, NO_SEGMENT))?;
        let body = request::Body::new(request);
        let received = self.endpoint.post(&path, headers, &body, request).await?;
        if received.status >= 300 {
            return Err(error::failure(&received));
        }
        let response: answer::Response = envelope(&received)?;
        if response.error.is_some() {
            let mut failure = error::failure(&received);
            response.note(&mut failure.facts);
            return Err(failure);
        }
        response
            .into_answer(received.facts)
            .and_then(|answer| answer.settle(request.form))
    }
}

impl Provider for Gemini {
    fn name(&self) -> &str {
        NAME
    }

    fn base_url(&self) -> &str {
        self.endpoint.base_url()
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.endpoint.check()?;
        self.headers().map(|_| ())
    }

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        match self.path(request.model) {
            Some(_) => Vec::new(),
            None => vec![NO_SEGMENT.to_owned()],
        }
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move { self.endpoint.finish(self.attempt(request).await) })
    }
}
