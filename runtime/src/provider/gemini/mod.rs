//! Google's Gemini API with an API key (`generateContent`).

mod answer;
mod error;
mod media;
mod request;
mod usage;

use ::http::HeaderMap;
use ::http::header::HeaderName;

use crate::dialect::GeminiSchema;
use crate::failure::FailureClass;
use crate::media::MediaRules;
use crate::secret::Secret;

use super::config::ConfigError;
use super::exchange::Endpoint;
use super::vendor::Vendor;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, wire};

pub(super) const VENDOR: Vendor = Vendor {
    name: "gemini",
    provider: "Gemini",
    key: "GEMINI_API_KEY",
    url: Some("https://generativelanguage.googleapis.com"),
    // The variable is that of the SDK (python-genai README, 2026-11).
    url_variable: "GOOGLE_GEMINI_BASE_URL",
    // There is no such header; the id is in the body.
    request_id: "x-request-id",
    relays: false,
    read_headers: &[],
};

/// The version that the vendor's documentation uses. The schema fields that `v1` takes are unknown
/// (2026-11).
const API_VERSION: &str = "v1beta";

const NO_SEGMENT: &str = "the model id can't be part of a URL; give it as `gemini-3.8-flash`";

/// Returns `true` if `text` is one harmless segment of a URL's path.
fn is_segment(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && !text.contains("..") && text.chars().all(plain)
}

/// Gemini.
///
/// Requests go to `streamGenerateContent` of `v1beta`, with the key in a header and never in the
/// URL.
#[derive(Debug, Clone)]
pub struct Gemini {
    pub(super) endpoint: Endpoint,
    api_version: String,
    unary: bool,
}

impl Gemini {
    /// With `key`. What is wrong with it is reported by [`Provider::check`], and by the first
    /// request.
    #[doc(alias("api_key", "with_api_key"))]
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            endpoint: VENDOR.endpoint(key),
            api_version: API_VERSION.to_owned(),
            unary: false,
        }
    }

    /// With the key in `GEMINI_API_KEY`. `GOOGLE_GEMINI_BASE_URL` sends requests elsewhere, as
    /// [`base_url`](Self::base_url) does.
    ///
    /// # Errors
    /// The key isn't set or can't be one, or the address can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut this = Self::new("");
        this.endpoint = VENDOR.endpoint_from_env()?;
        Ok(this)
    }

    /// Sends requests below `url` instead of `https://generativelanguage.googleapis.com`; the API
    /// version and the model's path are added.
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

    /// Asks for answers in one piece instead of a stream, for gateways that can't stream. Then the
    /// first piece is the whole answer.
    #[must_use]
    pub fn unary(mut self) -> Self {
        self.unary = true;
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
        let method = if self.unary {
            "generateContent"
        } else {
            "streamGenerateContent?alt=sse"
        };
        is_segment(id).then(|| format!("/{version}/{folder}/{id}:{method}"))
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
            .ok_or_else(|| Failure::new(FailureClass::BadRequest, NO_SEGMENT).unsent())?;
        let settings = wire::GEMINI.members(request.parameters)?;
        let body = request::Body::new(request, settings);
        self.endpoint
            .run::<answer::Response, answer::Chunks>(&path, headers, &body, request, error::failure)
            .await
    }
}

impl Provider for Gemini {
    fn name(&self) -> &str {
        VENDOR.name
    }

    fn base_url(&self) -> &str {
        self.endpoint.base_url()
    }

    fn redirected(&self, base_url: &str) -> Option<Redirected> {
        Some(Redirected::new(Self {
            endpoint: self.endpoint.redirected(base_url),
            ..self.clone()
        }))
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.endpoint.check()?;
        self.headers().map(|_| ())
    }

    fn media(&self, _: &str) -> &'static MediaRules {
        &media::RULES
    }

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        let mut objections = wire::GEMINI.objections(request.parameters);
        if self.path(request.model).is_none() {
            objections.push(NO_SEGMENT.to_owned());
        }
        objections
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(self.attempt(request))
    }
}
