//! DeepSeek's own API.

mod error;

use ::http::HeaderMap;
use serde_json::json;

use crate::dialect::{DeepSeekTool, Form, JsonMode};
use crate::failure::FailureClass;
use crate::secret::Secret;

use super::address;
use super::chat::{self, LimitName, Streaming, Style};
use super::config::{self, ConfigError};
use super::exchange::Endpoint;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, wire};

const NAME: &str = "deepseek";
pub(super) const KEY: &str = "DEEPSEEK_API_KEY";
/// Seen in answers (recorded 2026-08).
const REQUEST_ID: &str = "x-ds-trace-id";
/// Strict tools are there, and there only (guide "Tool Calls", 2026-11).
const BETA: &str = "/beta/chat/completions";

/// DeepSeek.
///
/// It takes no schema: models are asked for JSON, which the prompt describes.
/// [`DeepSeek::tool_model`] asks for a strict tool call instead, which DeepSeek offers as a beta.
///
/// A JSON answer that is nothing but blanks, which is what DeepSeek sends instead of output that is
/// no JSON, is a failure of its own.
#[derive(Debug, Clone)]
pub struct DeepSeek {
    pub(super) endpoint: Endpoint,
    unary: bool,
}

impl DeepSeek {
    /// With `key`. What is wrong with it is reported by [`Provider::check`], and by the first
    /// request.
    #[doc(alias("api_key", "with_api_key"))]
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            endpoint: Endpoint::new(address::DEEPSEEK.url, Some(key.into()), REQUEST_ID),
            unary: false,
        }
    }

    /// With the key in `DEEPSEEK_API_KEY`. `DEEPSEEK_BASE_URL` sends requests elsewhere, as
    /// [`base_url`](Self::base_url) does.
    ///
    /// # Errors
    /// The key isn't set or can't be one, or the address can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut this = Self::new(config::key_from_env(KEY, "DeepSeek")?);
        this.endpoint = this
            .endpoint
            .named(KEY)
            .placed_by(address::DEEPSEEK.variable)?;
        Ok(this)
    }

    /// Sends requests below `url` instead of `https://api.deepseek.com`; without a version, since
    /// strict tools lie below `/beta`.
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

    /// The model `id`, asked for JSON of the shape that the prompt describes.
    #[must_use]
    pub fn model(&self, id: impl Into<String>) -> Model<JsonMode> {
        Model::new(self.clone(), id)
    }

    /// The model `id`, made to call one strict tool, without thinking before: DeepSeek refuses a
    /// forced call from a model that thinks.
    #[must_use]
    pub fn tool_model(&self, id: impl Into<String>) -> Model<DeepSeekTool> {
        Model::new(self.clone(), id)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        self.endpoint.bearer()
    }

    async fn attempt(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        let is_tool = matches!(request.form, Form::Tool { .. });
        // Models from V4 on think unless a request forbids it (crate rig-core 0.46.0, 2026-11).
        let extra = [("thinking", json!({"type": "disabled"}))];
        let style = Style {
            path: if is_tool { BETA } else { chat::PATH },
            wire: &wire::DEEPSEEK,
            system_role: "system",
            limit: LimitName::MaxTokens,
            streaming: Streaming::AskUsage.unless(self.unary),
            // Not in the API reference (2026-11).
            one_call: false,
            extra: if is_tool { &extra } else { &[] },
            errors: error::TABLE,
        };
        let reply = chat::send(&self.endpoint, self.headers()?, style, request).await?;
        if *request.form == Form::JsonMode && reply.text.trim().is_empty() {
            // Guide "JSON Output", 2026-11.
            let message = "the answer is nothing but blanks, which DeepSeek sends instead of output that is no JSON";
            return Err(Failure::new(FailureClass::Malformed, message));
        }
        Ok(reply)
    }
}

impl Provider for DeepSeek {
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
        wire::DEEPSEEK.objections(request.parameters)
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(self.attempt(request))
    }
}
