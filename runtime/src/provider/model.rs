//! A model of a provider, with the settings of its calls and its dialect in the type.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::dialect::{
    AnthropicSchema, AnthropicTool, Dialect, GeminiSchema, Instructions, JsonMode, MistralSchema,
    MistralTool, OpenAiSchema, OpenAiTool, QwenSchema,
};

use crate::limit::Limits;
use crate::money::Price;

use super::Provider;
use super::request::DEFAULT_MAX_REPLY_BYTES;

/// A model that can be called, in the dialect `D`.
#[derive(Debug)]
pub struct Model<D> {
    provider: Arc<dyn Provider>,
    id: String,
    settings: Settings,
    dialect: PhantomData<fn() -> D>,
}

/// What a user sets per model.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) max_output_tokens: Option<u32>,
    pub(crate) temperature: Option<f64>,
    pub(crate) effort: Option<String>,
    pub(crate) max_reply_bytes: usize,
    pub(crate) price: Option<Price>,
    /// How long an answer is expected to take.
    pub(crate) expected: Option<Duration>,
}

impl<D> Clone for Model<D> {
    fn clone(&self) -> Self {
        Self {
            provider: Arc::clone(&self.provider),
            id: self.id.clone(),
            settings: self.settings.clone(),
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
                max_output_tokens: None,
                temperature: None,
                effort: None,
                max_reply_bytes: DEFAULT_MAX_REPLY_BYTES,
                price: None,
                expected: None,
            },
            dialect: PhantomData,
        }
    }

    /// Limits one attempt, from connecting to the end of the answer; 10 minutes unless set, as in vendors' own SDKs.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings.limits.total = limit;
        self
    }

    /// Limits the wait for a connection, name resolution and TLS included; 5 seconds unless set, as in vendors' own SDKs. A kept connection needs none.
    ///
    /// Models of one provider share connections if they share this limit.
    #[must_use]
    pub fn connect(mut self, limit: Duration) -> Self {
        self.settings.limits.connect = limit;
        self
    }

    /// Limits the wait for the first piece of the model's output, reasoning included, from the start of the attempt; none unless set: a model that reasons
    /// may be silent for minutes. Where an answer isn't streamed, its first piece is the whole of it.
    #[doc(alias("ttft"))]
    #[must_use]
    pub fn first_token(mut self, limit: Duration) -> Self {
        self.settings.limits.first_token = Some(limit);
        self
    }

    /// Limits the wait from one piece of the model's output to the next; none unless set. What a server sends to keep the connection open doesn't count.
    #[must_use]
    pub fn stall(mut self, limit: Duration) -> Self {
        self.settings.limits.stall = Some(limit);
        self
    }

    /// Limits the output in tokens, reasoning included.
    #[doc(alias("max_tokens", "max_completion_tokens"))]
    #[must_use]
    pub fn max_output_tokens(mut self, limit: u32) -> Self {
        self.settings.max_output_tokens = Some(limit);
        self
    }

    /// Sets the sampling temperature. Some models reject it, so it is sent only if set.
    #[must_use]
    pub fn temperature(mut self, temperature: f64) -> Self {
        self.settings.temperature = Some(temperature);
        self
    }

    /// Sets how much the model reasons, in the vendor's own word, such as `low`. Models differ in the words that they take.
    #[doc(alias("reasoning_effort", "thinking"))]
    #[must_use]
    pub fn effort(mut self, effort: impl Into<String>) -> Self {
        self.settings.effort = Some(effort.into());
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

    /// Sets how long nearly all answers take (a 95th percentile, say). As a fallback, the model isn't asked when less of the call's deadline is left.
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

    /// The model without its dialect in the type.
    pub(crate) fn into_parts(self) -> (Arc<dyn Provider>, String, Settings) {
        (self.provider, self.id, self.settings)
    }

    fn into_dialect<E>(self) -> Model<E> {
        Model {
            provider: self.provider,
            id: self.id,
            settings: self.settings,
            dialect: PhantomData,
        }
    }
}

impl Model<OpenAiSchema> {
    /// Asks for a strict tool call instead of native structured output.
    #[must_use]
    pub fn strict_tool(self) -> Model<OpenAiTool> {
        self.into_dialect()
    }

    /// Asks for JSON of any shape, which the prompt describes, for servers and models without schema support.
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
