//! OpenAI's own API, in both of its forms.

mod error;
mod media;
mod responses;

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
    name: "openai",
    provider: "OpenAi",
    key: "OPENAI_API_KEY",
    url: Some("https://api.openai.com/v1"),
    // The variable is that of the SDK (openai-python README, 2026-11).
    url_variable: "OPENAI_BASE_URL",
    request_id: "x-request-id",
    relays: false,
    read_headers: &[],
};

/// OpenAI's form of Chat Completions: `max_tokens` is deprecated there, and `system` on reasoning
/// models (API reference, 2026-11).
const CHAT: Style = Style {
    path: chat::PATH,
    wire: &wire::OPENAI_CHAT,
    system_role: "developer",
    limit: LimitName::MaxCompletionTokens,
    one_call: true,
    extra: Vec::new(),
    streaming: Streaming::AskUsage,
    media: media::CHAT,
    errors: error::TABLE,
};

/// OpenAI.
///
/// Requests go to the Responses API unless [`OpenAi::chat`] is called: it is the one that OpenAI
/// recommends for new work, and the only one that takes tools on reasoning models. Nothing is
/// stored at OpenAI (`store` is false).
#[derive(Debug, Clone)]
pub struct OpenAi {
    pub(super) endpoint: Endpoint,
    api: Api,
    unary: bool,
    organization: Option<String>,
    project: Option<String>,
}

#[derive(Debug, Clone, Copy)]
enum Api {
    Responses,
    Chat,
}

impl OpenAi {
    /// With `key`. What is wrong with it is reported by [`Provider::check`], and by the first
    /// request.
    #[doc(alias("api_key", "with_api_key"))]
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            endpoint: VENDOR.endpoint(key),
            api: Api::Responses,
            unary: false,
            organization: None,
            project: None,
        }
    }

    /// With the key in `OPENAI_API_KEY`. `OPENAI_BASE_URL` sends requests elsewhere, as
    /// [`base_url`](Self::base_url) does.
    ///
    /// # Errors
    /// The key isn't set or can't be one, or the address can't be one.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut this = Self::new("");
        this.endpoint = VENDOR.endpoint_from_env()?;
        Ok(this)
    }

    /// Sends requests below `url` instead of `https://api.openai.com/v1`, such as a regional host.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.endpoint.set_base_url(url.as_ref());
        self
    }

    /// Uses Chat Completions.
    #[must_use]
    pub fn chat(mut self) -> Self {
        self.api = Api::Chat;
        self
    }

    /// Uses Responses, which is the default.
    #[must_use]
    pub fn responses(mut self) -> Self {
        self.api = Api::Responses;
        self
    }

    /// Asks for answers in one piece instead of a stream, for organizations that may not stream
    /// some models. Then the first piece is the whole answer.
    #[must_use]
    pub fn unary(mut self) -> Self {
        self.unary = true;
        self
    }

    /// Bills requests to this organization (`OpenAI-Organization`).
    #[must_use]
    pub fn organization(mut self, id: impl Into<String>) -> Self {
        self.organization = Some(id.into());
        self
    }

    /// Bills requests to this project (`OpenAI-Project`).
    #[must_use]
    pub fn project(mut self, id: impl Into<String>) -> Self {
        self.project = Some(id.into());
        self
    }

    /// The model `id`, asked for native structured output.
    #[must_use]
    pub fn model(&self, id: impl Into<String>) -> Model<OpenAiSchema> {
        Model::new(self.clone(), id)
    }

    fn headers(&self) -> Result<HeaderMap, ConfigError> {
        let mut headers = HeaderMap::new();
        if let Some(key) = self.endpoint.key_header("Bearer ")? {
            headers.insert(AUTHORIZATION, key);
        }
        for (name, subject, value) in [
            (
                "openai-organization",
                "the organization",
                &self.organization,
            ),
            ("openai-project", "the project", &self.project),
        ] {
            if let Some(value) = value {
                headers.insert(
                    HeaderName::from_static(name),
                    config::header(value, subject)?,
                );
            }
        }
        Ok(headers)
    }
}

impl Provider for OpenAi {
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
        match self.api {
            Api::Responses => &media::RESPONSES,
            Api::Chat => media::CHAT.rules,
        }
    }

    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        match self.api {
            Api::Responses => wire::RESPONSES.objections(request.parameters),
            Api::Chat => wire::OPENAI_CHAT.objections(request.parameters),
        }
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let headers = self.headers()?;
            match self.api {
                Api::Responses => {
                    responses::send(&self.endpoint, headers, !self.unary, request).await
                }
                Api::Chat => {
                    let style = Style {
                        streaming: CHAT.streaming.unless(self.unary),
                        ..CHAT
                    };
                    chat::send(&self.endpoint, headers, &style, request).await
                }
            }
        })
    }
}
