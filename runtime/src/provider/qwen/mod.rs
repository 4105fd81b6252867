//! Qwen's own API: Alibaba Model Studio in its OpenAI-compatible mode.

mod error;

use ::http::HeaderMap;
use serde_json::Value;

use crate::dialect::QwenSchema;
use crate::secret::Secret;

use super::address;
use super::chat::{self, LimitName, Streaming, Style};
use super::config::{self, ConfigError};
use super::exchange::Endpoint;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, wire};

const NAME: &str = "qwen";
pub(super) const KEY: &str = "DASHSCOPE_API_KEY";
const REQUEST_ID: &str = "x-request-id";

/// Qwen, at Alibaba Model Studio's international address.
///
/// Models are asked for native structured output by a JSON Schema, which the Plus and Max families
/// take, and without thinking, since many models give structured output only so. Others take
/// [`Model::json_mode`].
#[derive(Debug, Clone)]
pub struct Qwen {
    pub(super) endpoint: Endpoint,
    unary: bool,
    thinking: bool,
}

impl Qwen {
    /// With `key`. What is wrong with it is reported by [`Provider::check`], and by the first
    /// request.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            endpoint: Endpoint::new(address::QWEN.url, Some(key.into()), REQUEST_ID),
            unary: false,
            thinking: false,
        }
    }

    /// With the key in `DASHSCOPE_API_KEY`. `DASHSCOPE_BASE_URL` sends requests elsewhere, as
    /// [`base_url`](Self::base_url) does.
    ///
    /// # Errors
    /// The key isn't set or can't be one, or the address can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut this = Self::new(config::key_from_env(KEY, "Qwen")?);
        this.endpoint = this.endpoint.named(KEY).placed_by(address::QWEN.variable)?;
        Ok(this)
    }

    /// Sends requests below `url`: keys are good for one region each, such as
    /// `https://dashscope.aliyuncs.com/compatible-mode/v1` on the mainland.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.endpoint.set_base_url(url.as_ref());
        self
    }

    /// Leaves it to the model whether it thinks: `enable_thinking` is not sent, which models
    /// without the choice may want.
    #[must_use]
    pub fn thinking(mut self) -> Self {
        self.thinking = true;
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
    pub fn model(&self, id: impl Into<String>) -> Model<QwenSchema> {
        Model::new(self.clone(), id)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        self.endpoint.bearer()
    }
}

impl Provider for Qwen {
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
        wire::QWEN.objections(request.parameters)
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            // Guide "Structured output", 2026-10.
            let extra = [("enable_thinking", Value::Bool(false))];
            let style = Style {
                path: chat::PATH,
                wire: &wire::QWEN,
                system_role: "system",
                limit: LimitName::MaxTokens,
                streaming: Streaming::AskUsage.unless(self.unary),
                one_call: true,
                extra: if self.thinking { &[] } else { &extra },
                errors: error::TABLE,
            };
            let headers = self.headers()?;
            chat::send(&self.endpoint, headers, style, request).await
        })
    }
}
