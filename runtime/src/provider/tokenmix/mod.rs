//! `TokenMix`.

use ::http::HeaderMap;

use crate::dialect::OpenAiSchema;
use crate::secret::Secret;

use super::address;
use super::chat::{self, LimitName, Streaming, Style};
use super::config::{self, ConfigError};
use super::error::Row;
use super::exchange::Endpoint;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, gateway, wire};

const NAME: &str = "tokenmix";
/// Public client code, 2026-11; there is no API reference.
pub(super) const KEY: &str = "TOKENMIX_API_KEY";
const REQUEST_ID: &str = "x-request-id";

/// No code is documented, so that HTTP's own statuses must do (2026-11).
const ERRORS: &[Row] = &[];

/// `TokenMix`.
///
/// It documents no way to forbid another model, another provider, retries or dropped parameters,
/// and no sign of the model that served (2026-11). So every answer is
/// [`Unverifiable`](crate::provider::Served::Unverifiable) at best, whatever name it carries: a
/// plan that uses it must call `.accept(Served::Unverifiable)`. An answer that names another model
/// is a substitution in any case. Prefer the vendor itself, or an aggregator that reports it.
#[derive(Debug, Clone)]
pub struct TokenMix {
    pub(super) endpoint: Endpoint,
    unary: bool,
}

impl TokenMix {
    /// With `key`. What is wrong with it is reported by [`Provider::check`], and by the first
    /// request.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            endpoint: Endpoint::new(address::TOKENMIX.url, Some(key.into()), REQUEST_ID),
            unary: false,
        }
    }

    /// With the key in `TOKENMIX_API_KEY`. `TOKENMIX_BASE_URL` sends requests elsewhere, as
    /// [`base_url`](Self::base_url) does.
    ///
    /// # Errors
    /// The key isn't set or can't be one, or the address can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut this = Self::new(config::key_from_env(KEY, "TokenMix")?);
        this.endpoint = this
            .endpoint
            .named(KEY)
            .placed_by(address::TOKENMIX.variable)?;
        Ok(this)
    }

    /// Sends requests below `url` instead of `https://api.tokenmix.ai/v1`.
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
    pub fn model(&self, id: impl Into<String>) -> Model<OpenAiSchema> {
        Model::new(self.clone(), id)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        self.endpoint.bearer()
    }

    async fn attempt(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        let style = Style {
            path: chat::PATH,
            wire: &wire::CHAT,
            system_role: "system",
            limit: LimitName::MaxTokens,
            streaming: Streaming::AskUsage.unless(self.unary),
            one_call: false,
            extra: &[],
            errors: ERRORS,
        };
        let result = chat::send(&self.endpoint, self.headers()?, style, request).await;
        gateway::judge(request, &result, |_, _| {
            gateway::hidden("TokenMix documents no sign of what served")
        });
        result
    }
}

impl Provider for TokenMix {
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
        wire::CHAT.objections(request.parameters)
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(self.attempt(request))
    }
}
