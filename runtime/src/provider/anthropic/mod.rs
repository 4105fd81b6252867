//! Anthropic's Messages API.

mod answer;
mod error;
mod media;
mod request;
mod stream_parser;

use ::http::HeaderMap;
use ::http::header::{AUTHORIZATION, HeaderName};

use crate::dialect::{AnthropicSchema, Form};
use crate::failure::FailureClass;
use crate::media::MediaRules;
use crate::secret::Secret;

use super::config::{self, ConfigError};
use super::exchange::Endpoint;
use super::parameters::Wire;
use super::vendor::Vendor;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, wire};

pub(super) const VENDOR: Vendor = Vendor {
    name: "anthropic",
    provider: "Anthropic",
    key: "ANTHROPIC_API_KEY",
    url: Some("https://api.anthropic.com"),
    // The variable is that of the SDK (anthropic-sdk-python README, 2026-11).
    url_variable: "ANTHROPIC_BASE_URL",
    request_id: "request-id",
    relays: false,
    read_headers: &[],
};
const PATH: &str = "/v1/messages";

/// The newest version, and what the vendor's SDK sends since 2.0 (2026-10).
const API_VERSION: &str = "2026-10-21";

/// From this version on, sampling parameters are rejected (Anthropic, "Versions", 2026-10).
const WITHOUT_SAMPLING: &str = "2026-10-21";

/// Anthropic.
///
/// Requests carry `anthropic-version: 2026-10-21` and the key as `Authorization: Bearer`, as the
/// vendor's own SDK does since 2.0. Older gateways and the version `2023-06-01` were used with
/// `x-api-key`; ask for that by [`Anthropic::x_api_key`] and [`Anthropic::api_version`]. Other
/// combinations are not known to be accepted.
///
/// The API demands an output limit: 8192 tokens unless [`Model::max_output_tokens`] sets another.
#[derive(Debug, Clone)]
pub struct Anthropic {
    pub(super) endpoint: Endpoint,
    api_version: String,
    x_api_key: bool,
    unary: bool,
}

impl Anthropic {
    /// With `key`. What is wrong with it is reported by [`Provider::check`], and by the first
    /// request.
    #[doc(alias("api_key", "with_api_key"))]
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            endpoint: VENDOR.endpoint(key),
            api_version: API_VERSION.to_owned(),
            x_api_key: false,
            unary: false,
        }
    }

    /// With the key in `ANTHROPIC_API_KEY`. `ANTHROPIC_BASE_URL` sends requests elsewhere, as
    /// [`base_url`](Self::base_url) does.
    ///
    /// # Errors
    /// The key isn't set or can't be one, or the address can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut this = Self::new("");
        this.endpoint = VENDOR.endpoint_from_env()?;
        Ok(this)
    }

    /// Sends requests below `url` instead of `https://api.anthropic.com`; the path `/v1/messages`
    /// is added.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.endpoint.set_base_url(url.as_ref());
        self
    }

    /// Sets `anthropic-version`.
    #[must_use]
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = version.into();
        self
    }

    /// Sends the key as `x-api-key`.
    #[must_use]
    pub fn x_api_key(mut self) -> Self {
        self.x_api_key = true;
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
    pub fn model(&self, id: impl Into<String>) -> Model<AnthropicSchema> {
        Model::new(self.clone(), id)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        let mut headers = HeaderMap::new();
        let (name, prefix) = if self.x_api_key {
            (HeaderName::from_static("x-api-key"), "")
        } else {
            (AUTHORIZATION, "Bearer ")
        };
        if let Some(key) = self.endpoint.key_header(prefix)? {
            headers.insert(name, key);
        }
        headers.insert(
            HeaderName::from_static("anthropic-version"),
            config::header(&self.api_version, "the API version")?,
        );
        Ok(headers)
    }

    fn wire(&self) -> &'static Wire {
        if self.api_version.as_str() < WITHOUT_SAMPLING {
            &wire::ANTHROPIC_2023
        } else {
            &wire::ANTHROPIC
        }
    }

    async fn attempt(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        if let Some(objection) = self.objections(request).into_iter().next() {
            return Err(Failure::new(FailureClass::BadRequest, objection).unsent());
        }
        let settings = self.wire().members(request.parameters)?;
        let body = request::Body::new(request, !self.unary, settings);
        let headers = self.headers()?;
        self.endpoint
            .run::<answer::Message, stream_parser::Events>(
                PATH,
                headers,
                &body,
                request,
                error::failure,
            )
            .await
    }
}

impl Provider for Anthropic {
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

    fn default_output_limit(&self) -> Option<u32> {
        Some(request::DEFAULT_MAX_TOKENS)
    }

    fn media(&self, _: &str) -> &'static MediaRules {
        &media::RULES
    }

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        let mut objections = self.wire().objections(request.parameters);
        if *request.form == Form::JsonMode {
            objections.push(
                "Anthropic has no JSON mode; use its schema, a tool, or instructions".to_owned(),
            );
        }
        objections
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(self.attempt(request))
    }
}
