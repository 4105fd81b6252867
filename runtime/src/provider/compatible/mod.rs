//! Any server that speaks OpenAI's Chat Completions.

mod error;
mod media;

pub use media::MediaServer;

use ::http::HeaderMap;
use ::http::header::{AUTHORIZATION, HeaderName};

use crate::dialect::OpenAiSchema;
use crate::media::MediaRules;
use crate::secret::Secret;

use super::chat::{self, LimitName, Streaming, Style};
use super::config::{self, ConfigError};
use super::exchange::Endpoint;
use super::vendor::Vendor;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, wire};

pub(super) const VENDOR: Vendor = Vendor {
    name: "compatible",
    provider: "Compatible",
    key: "DRIFTLESS_COMPATIBLE_API_KEY",
    url: None,
    // No other program reads these.
    url_variable: "DRIFTLESS_COMPATIBLE_BASE_URL",
    request_id: "x-request-id",
    relays: true,
    read_headers: &[],
};

/// An OpenAI-compatible server: vLLM, llama.cpp, Ollama, Groq, xAI, Azure and others. Vendors and
/// gateways with a provider of their own are checked more strictly by that one.
///
/// ```
/// use driftless::provider::Compatible;
///
/// // A local server without a key.
/// let ollama = Compatible::at("http://localhost:11434/v1").model("qwen3:8b");
/// // A vendor.
/// let groq = Compatible::new("the key").base_url("https://api.groq.com/openai/v1").model("openai/gpt-oss-20b");
/// # let _ = (ollama, groq);
/// ```
///
/// Models are asked for native structured output by a JSON Schema. Not every server takes that: see
/// [`Model::json_mode`], [`Model::strict_tool`] and [`Model::instructions`]. Some ignore keywords
/// in silence; the decoder doesn't.
#[derive(Debug, Clone)]
pub struct Compatible {
    pub(super) endpoint: Endpoint,
    limit: LimitName,
    streaming: Streaming,
    one_call: bool,
    served_as: Option<String>,
    key_header: Option<String>,
    media: Option<MediaServer>,
}

impl Compatible {
    /// With `key`; the server is named by [`Compatible::base_url`].
    #[doc(alias("api_key", "with_api_key"))]
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self::with_endpoint(VENDOR.endpoint(key))
    }

    /// The server below `url`, which wants no key.
    #[must_use]
    pub fn at(url: impl AsRef<str>) -> Self {
        Self::with_endpoint(VENDOR.unplaced(None)).base_url(url)
    }

    fn with_endpoint(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            limit: LimitName::MaxTokens,
            streaming: Streaming::AskUsage,
            one_call: true,
            served_as: None,
            key_header: None,
            media: None,
        }
    }

    /// The server at `DRIFTLESS_COMPATIBLE_BASE_URL`, with the key in
    /// `DRIFTLESS_COMPATIBLE_API_KEY` if that is set.
    ///
    /// # Errors
    /// The URL isn't set or can't be one, or the key can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let url = config::base_url_from_env(VENDOR.url_variable, VENDOR.provider)?;
        let this = match std::env::var_os(VENDOR.key) {
            Some(_) => {
                let key = config::key_from_env(VENDOR.key, VENDOR.provider)?;
                Self::with_endpoint(VENDOR.endpoint(key).named(VENDOR.key))
            }
            None => Self::at(&url),
        };
        Ok(this.base_url(&url))
    }

    /// Sends requests below `url`; the path `/chat/completions` is added.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.endpoint.set_base_url(url.as_ref());
        self
    }

    /// Sets how the server calls the output limit; `max_tokens` unless set.
    #[must_use]
    pub fn limit_name(mut self, name: LimitName) -> Self {
        self.limit = name;
        self
    }

    /// Expects answers to name `model`, such as the path of a model that vLLM serves under another
    /// name, a tag of Ollama's (`llama3:latest`), or the model of a
    /// deployment at Azure. An answer that names another is a substitution, also if it names the id
    /// that was asked for.
    #[must_use]
    pub fn served_as(mut self, model: impl Into<String>) -> Self {
        self.served_as = Some(model.into());
        self
    }

    /// Asks for answers in one piece instead of a stream, for servers that can't stream, or not
    /// with a schema (Groq, 2026-11). Then the first piece is the whole answer. A server that
    /// answers in one piece although a stream was asked for needs no such setting.
    #[must_use]
    pub fn unary(mut self) -> Self {
        self.streaming = Streaming::Off;
        self
    }

    /// Leaves `stream_options` out of requests, for servers that reject it. Some then report no
    /// tokens, so no cost is known.
    #[must_use]
    pub fn without_stream_options(mut self) -> Self {
        if self.streaming == Streaming::AskUsage {
            self.streaming = Streaming::Plain;
        }
        self
    }

    /// Leaves `parallel_tool_calls` out of requests, for servers that reject it.
    #[must_use]
    pub fn without_parallel_tool_calls(mut self) -> Self {
        self.one_call = false;
        self
    }

    /// Says which server it is, by whose form media are sent. Without it the server is sent none:
    /// they differ, and some drop in silence what they don't know.
    #[must_use]
    pub fn media_of(mut self, server: MediaServer) -> Self {
        self.media = Some(server);
        self
    }

    /// Sends the key in the header `name` instead of `Authorization: Bearer`, such as Azure's
    /// `api-key`.
    #[must_use]
    pub fn key_header(mut self, name: impl Into<String>) -> Self {
        self.key_header = Some(name.into());
        self
    }

    /// The model `id`, asked for native structured output.
    #[must_use]
    pub fn model(&self, id: impl Into<String>) -> Model<OpenAiSchema> {
        Model::new(self.clone(), id)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        let mut headers = HeaderMap::new();
        let (name, prefix) = match &self.key_header {
            None => (AUTHORIZATION, "Bearer "),
            Some(name) => {
                let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_invalid| {
                    ConfigError::new(
                        "the key's header",
                        "has a name that can't be one",
                        "give it as a word, such as `api-key`",
                    )
                })?;
                (name, "")
            }
        };
        if let Some(key) = self.endpoint.key_header(prefix)? {
            headers.insert(name, key);
        }
        Ok(headers)
    }
}

impl Provider for Compatible {
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

    fn answers_as<'m>(&'m self, model: &'m str) -> &'m str {
        self.served_as.as_deref().unwrap_or(model)
    }

    fn served_setting(&self) -> Option<&'static str> {
        Some("`Compatible::served_as`")
    }

    fn media(&self, _: &str) -> &'static MediaRules {
        media::of(self.media).rules
    }

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        wire::CHAT.objections(request.parameters)
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let style = Style {
                path: chat::PATH,
                wire: &wire::CHAT,
                system_role: "system",
                limit: self.limit,
                one_call: self.one_call,
                extra: Vec::new(),
                streaming: self.streaming,
                media: media::of(self.media),
                errors: error::TABLE,
            };
            let headers = self.headers()?;
            chat::send(&self.endpoint, headers, &style, request).await
        })
    }
}
