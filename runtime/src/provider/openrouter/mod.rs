//! `OpenRouter`.

mod error;
mod media;
mod verdict;

use ::http::HeaderMap;
use ::http::header::{HeaderName, HeaderValue};
use serde_json::{Map, Number, Value, json};

use crate::dialect::{Form, OpenAiSchema};
use crate::media::MediaRules;
use crate::money::Usd;
use crate::secret::Secret;

use super::chat::{self, LimitName, Streaming, Style};
use super::config::ConfigError;
use super::exchange::Endpoint;
use super::vendor::Vendor;
use super::{BoxFuture, Failure, Model, Provider, Redirected, Reply, Request, gateway, wire};

pub(super) const VENDOR: Vendor = Vendor {
    name: "openrouter",
    provider: "OpenRouter",
    key: "OPENROUTER_API_KEY",
    url: Some("https://openrouter.ai/api/v1"),
    // The usual variable (public programs, 2026-11).
    url_variable: "OPENROUTER_BASE_URL",
    request_id: "x-generation-id",
    relays: true,
    read_headers: verdict::HEADERS,
};
/// Asks for the way that the answer took, and for an answer of its own (documentation of
/// 2026-08-22).
const ASKS: [(&str, &str); 2] = [
    ("x-openrouter-metadata", "enabled"),
    ("x-openrouter-cache", "false"),
];
/// Without it, `strict` is taken off tools of Anthropic's models (the same).
const STRICT: (&str, &str) = ("x-anthropic-beta", "structured-outputs-2025-11-13");

/// `OpenRouter`.
///
/// Every request forbids other providers (`allow_fallbacks: false`), wants all of its parameters
/// honoured (`require_parameters: true`), refuses cached answers, and asks for the routing
/// metadata, which the answer is judged by: the strategy, the attempt and the selected endpoint,
/// then the model's name. A model must be a concrete slug: `~author/family-latest`,
/// `openrouter/auto`, `@preset/…` and suffixes such as `:nitro` or `:free`, which change what
/// serves, are refused by `build()`.
///
/// A request can't forbid plugins, guardrails and providers that the account enforces; a repaired
/// answer (`response_healing`) is reported in the receipt's reason. Settings on `OpenRouter`'s
/// side: no default plugins, no response healing, no presets for the key.
///
/// The name in an answer may be the dated one of the slug; a catalogue row with the slug as its
/// alias makes that a snapshot.
#[derive(Debug, Clone)]
pub struct OpenRouter {
    pub(super) endpoint: Endpoint,
    unary: bool,
    only: Vec<String>,
    served_by: Option<String>,
    max_price: Option<(Usd, Usd)>,
}

impl OpenRouter {
    /// With `key`. What is wrong with it is reported by [`Provider::check`], and by the first
    /// request.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            endpoint: VENDOR.endpoint(key),
            unary: false,
            only: Vec::new(),
            served_by: None,
            max_price: None,
        }
    }

    /// With the key in `OPENROUTER_API_KEY`. `OPENROUTER_BASE_URL` sends requests elsewhere, as
    /// [`base_url`](Self::base_url) does.
    ///
    /// # Errors
    /// The key isn't set or can't be one, or the address can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut this = Self::new("");
        this.endpoint = VENDOR.endpoint_from_env()?;
        Ok(this)
    }

    /// Sends requests below `url` instead of `https://openrouter.ai/api/v1`.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.endpoint.set_base_url(url.as_ref());
        self
    }

    /// Only this provider may serve. A short slug such as `deepinfra` stands for all of its
    /// variants, a full one such as `deepinfra/turbo` for one.
    #[must_use]
    pub fn only(mut self, provider: impl Into<String>) -> Self {
        self.only.push(provider.into());
        self
    }

    /// The answer must name this provider, in the words of the answer (`DeepInfra`); receipts show
    /// them.
    #[must_use]
    pub fn served_by(mut self, name: impl Into<String>) -> Self {
        self.served_by = Some(name.into());
        self
    }

    /// The most that a million tokens of input and output may cost; dearer providers are not asked.
    #[must_use]
    pub fn max_price(mut self, input: Usd, output: Usd) -> Self {
        self.max_price = Some((input, output));
        self
    }

    /// Asks for answers in one piece instead of a stream. Then the first piece is the whole answer.
    #[must_use]
    pub fn unary(mut self) -> Self {
        self.unary = true;
        self
    }

    /// The model `slug`, such as `openai/gpt-6.1-terra`, asked for native structured output.
    #[must_use]
    pub fn model(&self, slug: impl Into<String>) -> Model<OpenAiSchema> {
        Model::new(self.clone(), slug)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        let mut headers = self.endpoint.bearer()?;
        for (name, value) in ASKS {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        Ok(headers)
    }

    /// The request's `provider`, which is closed as well.
    fn routing(&self) -> Value {
        let mut routing = Map::new();
        if !self.only.is_empty() {
            routing.insert("only".to_owned(), json!(self.only));
        }
        routing.insert("allow_fallbacks".to_owned(), Value::Bool(false));
        routing.insert("require_parameters".to_owned(), Value::Bool(true));
        if let Some((input, output)) = self.max_price {
            let most = json!({"prompt": number(input), "completion": number(output)});
            routing.insert("max_price".to_owned(), most);
        }
        Value::Object(routing)
    }

    async fn attempt(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        let mut headers = self.headers()?;
        if matches!(request.form, Form::Tool { .. }) && request.model.starts_with("anthropic/") {
            let (name, value) = STRICT;
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        let style = Style {
            path: chat::PATH,
            wire: &wire::CHAT,
            system_role: "system",
            limit: LimitName::MaxTokens,
            streaming: Streaming::AskUsage.unless(self.unary),
            // Few endpoints know it, and every parameter is required.
            one_call: false,
            extra: vec![("provider", self.routing())],
            media: media::MEDIA,
            errors: error::TABLE,
        };
        let result = chat::send(&self.endpoint, headers, &style, request).await;
        gateway::judge(request, &result, |metadata, routing| {
            verdict::judge(request.model, self.served_by.as_deref(), metadata, routing)
        });
        result
    }
}

/// As a JSON number, which the API wants.
fn number(amount: Usd) -> Option<Number> {
    amount.as_decimal().normalize().to_string().parse().ok()
}

/// A test of a slug's form, and the kind of slug that passes it.
type Look = (fn(&str) -> bool, &'static str);

/// Slugs that stand for something else than one model, each with what it is (documentation of
/// 2026-08-22).
const FLOATING: &[Look] = &[
    (
        |slug| slug.starts_with('~'),
        "a floating name, which leads to another model from one day to the next",
    ),
    (
        |slug| slug.starts_with("openrouter/"),
        "a router, which picks the model",
    ),
    (
        |slug| slug.contains("@preset/"),
        "a preset, which may hold another model, a fallback list and a prompt",
    ),
    (
        |slug| slug.contains(':'),
        "a variant, which changes what serves (`:nitro`, `:floor`, `:free`, `:online` …)",
    ),
];

impl Provider for OpenRouter {
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
        media::MEDIA.rules
    }

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        let floating = FLOATING.iter().filter(|(is, _)| is(request.model));
        let mut objections = wire::CHAT.objections(request.parameters);
        objections.extend(floating.map(|(_, what)| {
            format!("the slug is {what}; name one model, such as `openai/gpt-6.1-terra`")
        }));
        objections
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(self.attempt(request))
    }
}
