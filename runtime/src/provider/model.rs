//! A model of a provider, with the settings of its calls and its dialect in the type.

mod settings;

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::catalogue::Route;
use crate::dialect::{
    AnthropicSchema, AnthropicTool, AnyDialect, Dialect, GeminiSchema, Instructions, JsonMode,
    MistralSchema, MistralTool, OpenAiSchema, OpenAiTool, QwenSchema,
};
use crate::limit::Limits;
use crate::money::Price;

use super::Provider;
use super::parameters::Parameters;
use super::request::DEFAULT_MAX_REPLY_BYTES;

/// A model that can be called, in the dialect `D`.
#[derive(Debug)]
pub struct Model<D> {
    provider: Arc<dyn Provider>,
    id: String,
    settings: Settings,
    /// That of `D`, or the one that was chosen while running.
    route: Route,
    dialect: PhantomData<fn() -> D>,
}

/// A user's settings of one model.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) parameters: Parameters,
    pub(crate) max_reply_bytes: usize,
    pub(crate) price: Option<Price>,
    /// Time that an answer is expected to take.
    pub(crate) expected: Option<Duration>,
}

impl<D> Clone for Model<D> {
    fn clone(&self) -> Self {
        Self {
            provider: Arc::clone(&self.provider),
            id: self.id.clone(),
            settings: self.settings.clone(),
            route: self.route,
            dialect: PhantomData,
        }
    }
}

impl<D: Dialect> Model<D> {
    /// The model `id` of `provider`, which may be one of your own.
    #[must_use]
    pub fn new(provider: impl Provider + 'static, id: impl Into<String>) -> Self {
        Self {
            provider: Arc::new(provider),
            id: id.into(),
            settings: Settings {
                limits: Limits::default(),
                parameters: Parameters::default(),
                max_reply_bytes: DEFAULT_MAX_REPLY_BYTES,
                price: None,
                expected: None,
            },
            route: D::ROUTE,
            dialect: PhantomData,
        }
    }

    /// Limits one attempt, from connecting to the end of the answer; 10 minutes unless set, as in
    /// vendors' own SDKs.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings.limits.total = limit;
        self
    }

    /// Limits the wait for a connection, name resolution and TLS included; 5 seconds unless set, as
    /// in vendors' own SDKs. A kept connection needs none.
    ///
    /// Models of one provider share connections if they share this limit.
    #[must_use]
    pub fn connect(mut self, limit: Duration) -> Self {
        self.settings.limits.connect = limit;
        self
    }

    /// Limits the wait for the first piece of the model's output, reasoning included, from the
    /// start of the attempt; none unless set: a model that reasons may be silent for minutes. Where
    /// an answer isn't streamed, its first piece is the whole of it.
    #[doc(alias("ttft"))]
    #[must_use]
    pub fn first_token(mut self, limit: Duration) -> Self {
        self.settings.limits.first_token = Some(limit);
        self
    }

    /// Limits the wait from one piece of the model's output to the next; none unless set. What a
    /// server sends to keep the connection open doesn't count.
    #[must_use]
    pub fn stall(mut self, limit: Duration) -> Self {
        self.settings.limits.stall = Some(limit);
        self
    }

    /// Sets the largest answer in bytes that is read; 16 MiB unless set.
    #[must_use]
    pub fn max_reply_bytes(mut self, limit: usize) -> Self {
        self.settings.max_reply_bytes = limit;
        self
    }

    /// Sets what the model's tokens cost.
    #[must_use]
    pub fn price(mut self, price: Price) -> Self {
        self.settings.price = Some(price);
        self
    }

    /// Sets how long nearly all answers take (a 95th percentile, say). As a fallback, the model
    /// isn't asked when less of the call's deadline is left.
    #[must_use]
    pub fn expected(mut self, time: Duration) -> Self {
        self.settings.expected = Some(time);
        self
    }

    /// The model's id, as it is asked for.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The provider that serves it.
    #[must_use]
    pub fn provider(&self) -> &Arc<dyn Provider> {
        &self.provider
    }

    /// Forgets the dialect in the type, so that models of several vendors have one type; the model
    /// is asked as before.
    ///
    /// ```
    /// use driftless::dialect::AnyDialect;
    /// use driftless::provider::{Anthropic, Model, OpenAi};
    ///
    /// let models: Vec<Model<AnyDialect>> = vec![
    ///     OpenAi::new("key").model("gpt-6.1-terra").any_dialect(),
    ///     Anthropic::new("key").model("claude-haiku-4-5").any_dialect(),
    /// ];
    /// # assert_eq!(models.len(), 2);
    /// ```
    #[must_use]
    pub fn any_dialect(self) -> Model<AnyDialect> {
        let route = self.route;
        self.into_dialect().routed(route)
    }

    /// The model without its dialect in the type.
    pub(crate) fn into_parts(self) -> (Arc<dyn Provider>, String, Settings, Route) {
        (self.provider, self.id, self.settings, self.route)
    }

    fn into_dialect<E: Dialect>(self) -> Model<E> {
        Model {
            provider: self.provider,
            id: self.id,
            settings: self.settings,
            route: E::ROUTE,
            dialect: PhantomData,
        }
    }
}

impl Model<AnyDialect> {
    /// Returns the dialect in which it is asked, as the catalogue calls it.
    pub(super) fn route(&self) -> Route {
        self.route
    }

    /// Asks in the dialect that the catalogue calls so.
    pub(super) fn routed(mut self, route: Route) -> Self {
        self.route = route;
        self
    }
}

impl Model<OpenAiSchema> {
    /// Asks for a strict tool call instead of native structured output.
    #[must_use]
    pub fn strict_tool(self) -> Model<OpenAiTool> {
        self.into_dialect()
    }

    /// Asks for JSON of any shape, which the prompt describes, for servers and models without
    /// schema support.
    #[must_use]
    pub fn json_mode(self) -> Model<JsonMode> {
        self.into_dialect()
    }

    /// Asks in words only.
    #[must_use]
    pub fn instructions(self) -> Model<Instructions> {
        self.into_dialect()
    }
}

impl Model<AnthropicSchema> {
    /// Asks for a strict tool call instead of native structured output.
    #[must_use]
    pub fn strict_tool(self) -> Model<AnthropicTool> {
        self.into_dialect()
    }

    /// Asks in words only.
    #[must_use]
    pub fn instructions(self) -> Model<Instructions> {
        self.into_dialect()
    }
}

impl Model<GeminiSchema> {
    /// Asks for JSON of any shape, which the prompt describes.
    #[must_use]
    pub fn json_mode(self) -> Model<JsonMode> {
        self.into_dialect()
    }

    /// Asks in words only.
    #[must_use]
    pub fn instructions(self) -> Model<Instructions> {
        self.into_dialect()
    }
}

impl Model<MistralSchema> {
    /// Asks for a strict tool call instead of native structured output.
    #[must_use]
    pub fn strict_tool(self) -> Model<MistralTool> {
        self.into_dialect()
    }

    /// Asks for JSON of any shape, which the prompt describes.
    #[must_use]
    pub fn json_mode(self) -> Model<JsonMode> {
        self.into_dialect()
    }

    /// Asks in words only.
    #[must_use]
    pub fn instructions(self) -> Model<Instructions> {
        self.into_dialect()
    }
}

impl Model<QwenSchema> {
    /// Asks for JSON of any shape, which the prompt describes, for models without schema support.
    #[must_use]
    pub fn json_mode(self) -> Model<JsonMode> {
        self.into_dialect()
    }

    /// Asks in words only.
    #[must_use]
    pub fn instructions(self) -> Model<Instructions> {
        self.into_dialect()
    }
}

impl Model<JsonMode> {
    /// Asks in words only.
    #[must_use]
    pub fn instructions(self) -> Model<Instructions> {
        self.into_dialect()
    }
}
