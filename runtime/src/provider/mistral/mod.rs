//! Mistral's own API.

mod error;

use ::http::HeaderMap;

use crate::dialect::MistralSchema;
use crate::secret::Secret;

use super::address;
use super::chat::{self, LimitName, Streaming, Style};
use super::config::{self, ConfigError};
use super::exchange::Endpoint;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, wire};

const NAME: &str = "mistral";
pub(super) const KEY: &str = "MISTRAL_API_KEY";
/// Seen in answers (crate rig-core 0.46.0, 2026-11).
const REQUEST_ID: &str = "mistral-correlation-id";

/// The body is closed: a member that the API reference doesn't list is a 422 (read 2026-08-21), so
/// that nothing is sent beside these.
const STYLE: Style<'static> = Style {
    path: chat::PATH,
    wire: &wire::MISTRAL,
    system_role: "system",
    limit: LimitName::MaxTokens,
    // No `stream_options` in the API reference's closed body (2026-08-21); the last piece holds the
    // usage.
    streaming: Streaming::Plain,
    one_call: true,
    extra: &[],
    errors: error::TABLE,
};

/// Mistral.
///
/// Models are asked for native structured output by a JSON Schema; see [`Model::strict_tool`] and
/// [`Model::json_mode`] for the other ways. Not every answer names the model behind a name ending
/// in `-latest`, so production plans name a dated model.
#[derive(Debug, Clone)]
pub struct Mistral {
    pub(super) endpoint: Endpoint,
    unary: bool,
}

impl Mistral {
    /// With `key`. What is wrong with it is reported by [`Provider::check`], and by the first
    /// request.
    #[doc(alias("api_key", "with_api_key"))]
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            endpoint: Endpoint::new(address::MISTRAL.url, Some(key.into()), REQUEST_ID),
            unary: false,
        }
    }

    /// With the key in `MISTRAL_API_KEY`. `MISTRAL_BASE_URL` sends requests elsewhere, as
    /// [`base_url`](Self::base_url) does.
    ///
    /// # Errors
    /// The key isn't set or can't be one, or the address can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut this = Self::new(config::key_from_env(KEY, "Mistral")?);
        this.endpoint = this
            .endpoint
            .named(KEY)
            .placed_by(address::MISTRAL.variable)?;
        Ok(this)
    }

    /// Sends requests below `url` instead of `https://api.mistral.ai/v1`.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.endpoint.set_base_url(url.as_ref());
        self
    }

    /// Asks for answers in one piece instead of a stream. Then the first piece is the whole answer.
    #[must_use]
    pub fn unary(mut self) -> Self {
        self.unary = true;
        self
    }

    /// The model `id`, asked for native structured output.
    #[must_use]
    pub fn model(&self, id: impl Into<String>) -> Model<MistralSchema> {
        Model::new(self.clone(), id)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        self.endpoint.bearer()
    }
}

impl Provider for Mistral {
    fn name(&self) -> &str {
        NAME
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

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        wire::MISTRAL.objections(request.parameters)
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let headers = self.headers()?;
            let style = Style {
                streaming: STYLE.streaming.unless(self.unary),
                ..STYLE
            };
            chat::send(&self.endpoint, headers, style, request).await
        })
    }
}
