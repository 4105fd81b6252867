//! The `LiteLLM` proxy.

mod error;
mod media;
mod verdict;

use ::http::HeaderMap;
use serde_json::{Value, json};

use crate::dialect::OpenAiSchema;
use crate::media::MediaRules;
use crate::money::Usd;
use crate::secret::Secret;

use super::chat::{self, LimitName, Streaming, Style};
use super::config::ConfigError;
use super::exchange::Endpoint;
use super::vendor::Vendor;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, gateway, wire};
use verdict::Expected;

pub(super) const VENDOR: Vendor = Vendor {
    name: "litellm",
    provider: "LiteLlm",
    key: "LITELLM_PROXY_API_KEY",
    url: None,
    // The names that its own client uses.
    url_variable: "LITELLM_PROXY_API_BASE",
    request_id: "x-litellm-call-id",
    relays: true,
    read_headers: verdict::HEADERS,
};
const COST: &str = "x-litellm-response-cost";

/// The `LiteLLM` proxy.
///
/// Every request forbids fallbacks and retries (`disable_fallbacks`, `num_retries: 0`). What a
/// request can't forbid: that an alias stands for several models, that a key's own settings allow
/// fallbacks again, that a router picks the model, that `drop_params` takes the schema away. And
/// the model's name in an answer is the requested one, whatever served.
///
/// So an answer counts as [`Unverifiable`](crate::provider::Served::Unverifiable) until the plan
/// says which deployment shall serve, by one or more of [`deployment`](Self::deployment),
/// [`upstream_model`](Self::upstream_model) and [`upstream_base`](Self::upstream_base), or by the
/// deployment's id as the model. The headers of the answer are held against that. Whether the
/// upstream *behind* that deployment swaps models can't be seen through `LiteLLM` (1.106.2 leaves
/// no trace of it in a stream): naming a deployment vouches for its upstream, so name those of
/// vendors only.
///
/// ```
/// use driftless::provider::LiteLlm;
///
/// let model = LiteLlm::new("sk-the-virtual-key")
///     .base_url("http://localhost:4000/v1")
///     .deployment("gpt-terra-eu")
///     .model("gpt-terra");
/// # let _ = model;
/// ```
///
/// On the proxy's side: give each deployment a `model_info.id`; one deployment per `model_name`;
/// `num_retries: 0` and no `fallbacks` for these names; `drop_params: false`; no
/// `disable_fallbacks: false` in a key's metadata.
#[derive(Debug, Clone)]
pub struct LiteLlm {
    pub(super) endpoint: Endpoint,
    unary: bool,
    expected: Expected,
}

impl LiteLlm {
    /// With the proxy's `key`; the proxy is named by [`LiteLlm::base_url`].
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self::with_endpoint(VENDOR.endpoint(key))
    }

    /// The proxy below `url`, which wants no key.
    #[must_use]
    pub fn at(url: impl AsRef<str>) -> Self {
        Self::with_endpoint(VENDOR.unplaced(None)).base_url(url)
    }

    fn with_endpoint(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            unary: false,
            expected: Expected::default(),
        }
    }

    /// The proxy at `LITELLM_PROXY_API_BASE`, with the key in `LITELLM_PROXY_API_KEY`.
    ///
    /// # Errors
    /// A variable isn't set, or its value can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        VENDOR.endpoint_from_env().map(Self::with_endpoint)
    }

    /// Sends requests below `url`, such as `http://localhost:4000/v1`.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.endpoint.set_base_url(url.as_ref());
        self
    }

    /// The deployment of this id (`model_info.id`) shall serve: `x-litellm-model-id` must say so.
    #[must_use]
    pub fn deployment(mut self, id: impl Into<String>) -> Self {
        self.expected.id = Some(id.into());
        self
    }

    /// The deployment of this model (`litellm_params.model`, such as `openai/gpt-6.1-terra`) shall
    /// serve: `x-litellm-model-name` must say so, which older proxies don't send.
    #[must_use]
    pub fn upstream_model(mut self, model: impl Into<String>) -> Self {
        self.expected.model = Some(model.into());
        self
    }

    /// The deployment at this address (`litellm_params.api_base`) shall serve:
    /// `x-litellm-model-api-base` must say so.
    #[must_use]
    pub fn upstream_base(mut self, url: impl Into<String>) -> Self {
        self.expected.base = Some(url.into());
        self
    }

    /// Asks for answers in one piece instead of a stream. Then the first piece is the whole answer.
    #[must_use]
    pub fn unary(mut self) -> Self {
        self.unary = true;
        self
    }

    /// The model `name` of the proxy, asked for native structured output.
    #[must_use]
    pub fn model(&self, name: impl Into<String>) -> Model<OpenAiSchema> {
        Model::new(self.clone(), name)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        self.endpoint.bearer()
    }

    async fn attempt(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        // Version 1.106.2; `fallbacks: []` alone leaves some hops (recorded 2026-11-22).
        let extra = vec![
            ("disable_fallbacks", Value::Bool(true)),
            ("num_retries", json!(0)),
            ("include_fallback_errors", Value::Bool(true)),
        ];
        let style = Style {
            path: chat::PATH,
            wire: &wire::CHAT,
            system_role: "system",
            limit: LimitName::MaxTokens,
            streaming: Streaming::AskUsage.unless(self.unary),
            // It refuses, or drops, what it thinks that the provider behind doesn't know.
            one_call: false,
            extra,
            media: media::MEDIA,
            errors: error::TABLE,
        };
        let result = chat::send(&self.endpoint, self.headers()?, &style, request).await;
        gateway::judge(request, &result, |metadata, routing| {
            verdict::judge(request.model, &self.expected, metadata, routing)
        });
        // Streams have it among the tokens instead.
        request.recorder().update(|metadata| {
            let in_header = metadata.headers.get(COST).and_then(Usd::told);
            metadata.reported_cost = metadata.reported_cost.max(in_header);
        });
        result
    }
}

impl Provider for LiteLlm {
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
        for (name, value) in self.expected.headers() {
            redirected = redirected.header(name, value);
        }
        Some(redirected)
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.endpoint.check()?;
        self.headers().map(|_| ())
    }

    fn served_setting(&self) -> Option<&'static str> {
        Some("`LiteLlm::deployment` or `LiteLlm::upstream_model`")
    }

    fn media(&self, _: &str) -> &'static MediaRules {
        media::MEDIA.rules
    }

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        let mut problems = wire::CHAT.objections(request.parameters);
        if request.model.contains(',') {
            problems.push(
                "LiteLLM asks every model of a list and takes the fastest answer; name one model"
                    .to_owned(),
            );
        }
        problems
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(self.attempt(request))
    }
}
