//! The Portkey gateway, hosted or run by oneself.

mod error;
mod media;
mod verdict;

use ::http::HeaderMap;
use ::http::header::{AUTHORIZATION, HeaderName};

use crate::dialect::OpenAiSchema;
use crate::media::MediaRules;
use crate::secret::Secret;

use super::chat::{self, LimitName, Streaming, Style};
use super::config::{self, ConfigError};
use super::exchange::Endpoint;
use super::vendor::Vendor;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, gateway, wire};

pub(super) const VENDOR: Vendor = Vendor {
    name: "portkey",
    provider: "Portkey",
    key: "PORTKEY_API_KEY",
    url: Some("https://api.portkey.ai/v1"),
    // The usual variable (public programs, 2026-11).
    url_variable: "PORTKEY_BASE_URL",
    request_id: "x-portkey-trace-id",
    relays: true,
    read_headers: verdict::HEADERS,
};
const API_KEY: HeaderName = HeaderName::from_static("x-portkey-api-key");
const CONFIG: HeaderName = HeaderName::from_static("x-portkey-config");
const PROVIDER: HeaderName = HeaderName::from_static("x-portkey-provider");
const HOST: HeaderName = HeaderName::from_static("x-portkey-custom-host");
/// One target, the one that the other headers name, and no second try of it. A config in the
/// request stands before the key's own (1.15.2, 2026-11-22).
const ONE_TARGET: &str = r#"{"retry":{"attempts":0}}"#;

/// The Portkey gateway.
///
/// Every request says where it goes, with one target and no retries: by
/// [`provider`](Self::provider), by a model of the form `@slug/model`, or by a
/// [`saved_config`](Self::saved_config) with one target, which organisations that block configs in
/// requests need. An answer of any other target than the first, or whose gateway headers have more
/// than one value, is [`Substituted`](crate::provider::Served::Substituted); so is one from the
/// semantic cache. The name of the model is the upstream's own.
///
/// A request can't forbid a config that the key's owner enforces, nor `override_params` in a saved
/// one, which may replace the model, as the answer then shows, and even the schema, which it
/// doesn't show. Settings on the gateway's side: save a config of one target without `strategy`,
/// `override_params` and `cache`, attach it to the key, and switch overrides off.
///
/// ```
/// use driftless::provider::Portkey;
///
/// // Run by oneself, in front of OpenAI.
/// let own = Portkey::at("http://localhost:8787/v1").provider("openai", "the key for OpenAI").model("gpt-6.1-terra");
/// // Hosted.
/// let hosted = Portkey::new("the Portkey key").saved_config("pc-one-target");
/// let hosted = hosted.model("gpt-6.1-terra");
/// # let _ = (own, hosted);
/// ```
#[derive(Debug, Clone)]
pub struct Portkey {
    pub(super) endpoint: Endpoint,
    unary: bool,
    provider: Option<String>,
    custom_host: Option<String>,
    saved_config: Option<String>,
    option: Option<String>,
}

impl Portkey {
    /// The hosted gateway, with Portkey's own `key`.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self::with_endpoint(VENDOR.endpoint(key))
    }

    /// The gateway below `url`, which wants no key of its own.
    #[must_use]
    pub fn at(url: impl AsRef<str>) -> Self {
        Self::with_endpoint(VENDOR.unplaced(None)).base_url(url)
    }

    fn with_endpoint(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            unary: false,
            provider: None,
            custom_host: None,
            saved_config: None,
            option: None,
        }
    }

    /// The hosted gateway, with the key in `PORTKEY_API_KEY`. `PORTKEY_BASE_URL` sends requests
    /// elsewhere, as [`base_url`](Self::base_url) does.
    ///
    /// # Errors
    /// The key isn't set or can't be one, or the address can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self::with_endpoint(VENDOR.endpoint_from_env()?))
    }

    /// Sends requests below `url` instead of `https://api.portkey.ai/v1`.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.endpoint.set_base_url(url.as_ref());
        self
    }

    /// Goes to the vendor `slug`, such as `openai`, with that vendor's `key`.
    #[must_use]
    pub fn provider(mut self, slug: impl Into<String>, key: impl Into<Secret>) -> Self {
        self.provider = Some(slug.into());
        self.endpoint.set_upstream_key(key.into());
        self
    }

    /// The vendor is at `url`, such as a server of one's own.
    #[must_use]
    pub fn custom_host(mut self, url: impl Into<String>) -> Self {
        self.custom_host = Some(url.into());
        self
    }

    /// Goes by the saved config `id`, such as `pc-one-target`.
    #[must_use]
    pub fn saved_config(mut self, id: impl Into<String>) -> Self {
        self.saved_config = Some(id.into());
        self
    }

    /// The target at this place of the config shall serve, such as `config.targets[0].targets[0]`,
    /// instead of the first one.
    #[must_use]
    pub fn option(mut self, path: impl Into<String>) -> Self {
        self.option = Some(path.into());
        self
    }

    /// Asks for answers in one piece instead of a stream. Then the first piece is the whole answer.
    #[must_use]
    pub fn unary(mut self) -> Self {
        self.unary = true;
        self
    }

    /// The model `id`, or `@slug/id`, asked for native structured output.
    #[must_use]
    pub fn model(&self, id: impl Into<String>) -> Model<OpenAiSchema> {
        Model::new(self.clone(), id)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        let mut headers = HeaderMap::new();
        if let Some(key) = self.endpoint.key_header("")? {
            headers.insert(API_KEY, key);
        }
        if let Some(key) = self.endpoint.upstream_header()? {
            headers.insert(AUTHORIZATION, key);
        }
        let config = self.saved_config.as_deref().unwrap_or(ONE_TARGET);
        headers.insert(CONFIG, config::header(config, "the config's id")?);
        for (name, subject, value) in [
            (PROVIDER, "the provider", &self.provider),
            (HOST, "the custom host", &self.custom_host),
        ] {
            if let Some(value) = value {
                headers.insert(name, config::header(value, subject)?);
            }
        }
        Ok(headers)
    }

    async fn attempt(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        let style = Style {
            path: chat::PATH,
            wire: &wire::CHAT,
            system_role: "system",
            limit: LimitName::MaxTokens,
            streaming: Streaming::AskUsage.unless(self.unary),
            one_call: false,
            extra: Vec::new(),
            media: media::MEDIA,
            errors: error::TABLE,
        };
        let result = chat::send(&self.endpoint, self.headers()?, &style, request).await;
        let (option, provider) = (self.option.as_deref(), self.provider.as_deref());
        gateway::judge(request, &result, |metadata, _| {
            verdict::judge(option, provider, &metadata.headers)
        });
        result
    }
}

impl Provider for Portkey {
    fn name(&self) -> &str {
        VENDOR.name
    }

    fn base_url(&self) -> &str {
        self.endpoint.base_url()
    }

    fn redirected(&self, base_url: &str) -> Option<Redirected> {
        let mut redirected = Redirected::new(Self {
            endpoint: self.endpoint.redirected(base_url),
            ..self.clone()
        });
        for (name, value) in verdict::headers(self.option.as_deref(), self.provider.as_deref()) {
            redirected = redirected.header(name, value);
        }
        Some(redirected)
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.endpoint.check()?;
        self.headers().map(|_| ())
    }

    fn answers_as<'m>(&'m self, model: &'m str) -> &'m str {
        let slug = model
            .strip_prefix('@')
            .and_then(|rest| rest.split_once('/'));
        slug.map_or(model, |(_, id)| id)
    }

    fn media(&self, _: &str) -> &'static MediaRules {
        media::MEDIA.rules
    }

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        let placed = self.provider.is_some()
            || self.saved_config.is_some()
            || self.answers_as(request.model) != request.model;
        let mut objections = wire::CHAT.objections(request.parameters);
        if !placed {
            objections.push("Portkey doesn't know where the model is; call `provider`, `saved_config`, or name the model `@slug/model`".to_owned());
        }
        objections
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(self.attempt(request))
    }
}
