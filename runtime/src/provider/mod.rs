//! Vendors' APIs behind one trait.
//!
//! | provider | key, as `from_env` reads it | own address | another address, as `from_env` reads it |
//! |---|---|---|---|
//! | [`OpenAi`] | `OPENAI_API_KEY` | `https://api.openai.com/v1` | `OPENAI_BASE_URL` |
//! | [`Anthropic`] | `ANTHROPIC_API_KEY` | `https://api.anthropic.com` | `ANTHROPIC_BASE_URL` |
//! | [`Gemini`] | `GEMINI_API_KEY` | `https://generativelanguage.googleapis.com` | `GOOGLE_GEMINI_BASE_URL` |
//! | [`Mistral`] | `MISTRAL_API_KEY` | `https://api.mistral.ai/v1` | `MISTRAL_BASE_URL` |
//! | [`DeepSeek`] | `DEEPSEEK_API_KEY` | `https://api.deepseek.com` | `DEEPSEEK_BASE_URL` |
//! | [`Qwen`] | `DASHSCOPE_API_KEY` | `https://dashscope-intl.aliyuncs.com/compatible-mode/v1` | `DASHSCOPE_BASE_URL` |
//! | [`OpenRouter`] | `OPENROUTER_API_KEY` | `https://openrouter.ai/api/v1` | `OPENROUTER_BASE_URL` |
//! | [`Portkey`] | `PORTKEY_API_KEY` | `https://api.portkey.ai/v1` | `PORTKEY_BASE_URL` |
//! | [`TokenMix`] | `TOKENMIX_API_KEY` | `https://api.tokenmix.ai/v1` | `TOKENMIX_BASE_URL` |
//! | [`LiteLlm`] | `LITELLM_PROXY_API_KEY` | none | `LITELLM_PROXY_API_BASE`, which must be set |
//! | [`Compatible`], any other server that speaks Chat Completions | `DRIFTLESS_COMPATIBLE_API_KEY` if it wants one | none | `DRIFTLESS_COMPATIBLE_BASE_URL`, which must be set |
//! | `Local` of the crate `driftless-local`, a small model in the process | none | | |
//!
//! Another address has the form of the vendor's own, as `base_url` names it. An empty variable
//! counts as one that is not set.
//!
//! [`Model::from_env`] takes vendor and model from a text such as `openai/gpt-6.1-terra`.
//! `OpenAi::new(key)` and its like do without the environment. A provider of your own implements
//! [`Provider`].
//!
//! # Proxies
//!
//! Requests go through the proxy that `HTTP_PROXY`, `HTTPS_PROXY` or `ALL_PROXY` names for the
//! address, in upper or lower case, or that the system is set to; `NO_PROXY` lists the hosts that
//! are asked directly. Loopback addresses always are. An `http://` address goes to the proxy as a
//! whole, with the key in it; an `https://` one goes through a tunnel. Where a connection fails,
//! the error names the proxy. A server that stands in for a vendor is no such proxy: name it as the
//! base URL.

mod ahead;
mod answer;
mod anthropic;
mod attempt;
#[cfg(feature = "cassette")]
mod cassette;
mod chat;
mod clean;
mod compatible;
mod config;
mod content;
mod deepseek;
mod envelope;
mod error;
mod exchange;
mod extra;
mod frame;
mod gateway;
mod gemini;
mod halves;
mod header;
mod key;
mod lenient;
mod litellm;
mod mistral;
mod model;
mod named;
mod names;
mod openai;
mod openrouter;
mod parameters;
mod portkey;
mod qwen;
mod reader;
mod recorder;
mod redirected;
mod request;
mod retry_after;
mod sanitize;
mod schema;
mod sse;
mod stream;
mod tokenmix;
mod trace;
mod usage_reader;
mod vendor;
mod watch;
mod wire;

pub use self::chat::LimitName;
pub use self::config::ConfigError;
#[cfg(feature = "cli")]
pub(crate) use self::config::without_keys;
pub use self::header::Header;
pub use self::model::Model;
pub(crate) use self::model::Settings;
#[cfg(feature = "cli")]
pub(crate) use self::named::meant;
#[cfg(feature = "cli")]
pub(crate) use self::named::vendors;
pub use self::parameters::Parameters;
pub use self::recorder::AttemptRecorder;
pub use self::redirected::Redirected;
pub(crate) use self::request::asked_at;
pub use self::request::{Failure, Reply, Request};
pub(crate) use self::sanitize::{NAME, sanitized};
pub use self::trace::TraceContext;
pub(crate) use self::vendor::is_own_address;
pub(crate) use self::watch::{Held, Restart, Viewer, Watched};
pub use crate::bill::Bill;
pub use crate::limit::TimeLimit;
pub use crate::metadata::{AttemptMetadata, Detail, Details, Headers};
pub use crate::prompt::{Role, Turn};
pub use crate::secret::Secret;
pub use crate::served::{Served, ServedEvidence};
pub use crate::settings::SettingsError;
pub use crate::tariff::Mark;
pub use crate::transport::BoxFuture;
pub use crate::usage::{Usage, most_input_tokens};

use std::fmt;

use self::vendor::register;
use crate::media::MediaRules;

pub use self::compatible::MediaServer;

register! {
    anthropic::Anthropic,
    compatible::Compatible,
    deepseek::DeepSeek,
    gemini::Gemini,
    litellm::LiteLlm,
    mistral::Mistral,
    openai::OpenAi,
    openrouter::OpenRouter,
    portkey::Portkey,
    qwen::Qwen,
    tokenmix::TokenMix,
}

/// An API that serves models.
///
/// Implement it to bring a provider of your own. A provider makes exactly one attempt: it neither
/// retries nor falls back, and returns the model's text unchanged.
///
/// ```
/// use driftless::dialect::JsonMode;
/// use driftless::provider::{BoxFuture, Failure, Model, Provider, Reply, Request, Served};
/// use driftless::{Ask, Contract, Plan};
///
/// #[derive(Contract)]
/// struct Mood {
///     happy: bool,
/// }
///
/// /// Answers every request with one text.
/// #[derive(Debug)]
/// struct Fixed(&'static str);
///
/// impl Provider for Fixed {
///     fn name(&self) -> &str {
///         "fixed"
///     }
///
///     fn base_url(&self) -> &str {
///         "fixed:"
///     }
///
///     fn send<'a>(&'a self, _: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
///         Box::pin(async { Ok(Reply::new(self.0)) })
///     }
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// let model = Model::<JsonMode>::new(Fixed(r#"{"happy":true}"#), "any");
/// // The answer names no model, so there is no verdict on the one that served.
/// let plan = Plan::<Ask<Mood>>::primary(model).accept(Served::Unverifiable).build()?;
/// assert!(plan.call(Ask::new("The mood of: Hooray!")).await?.value.happy);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).map_err(|error| error.to_string())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Provider: fmt::Debug + Send + Sync {
    /// The vendor's name, lower case: such as `openai`, `anthropic`, `openrouter`, `compatible`,
    /// `local`.
    fn name(&self) -> &str;

    /// Where the requests go, for receipts; without credentials.
    fn base_url(&self) -> &str;

    /// Checks that requests can be made with the provider's configuration; called when a plan is
    /// built.
    ///
    /// # Errors
    /// A key or a base URL can't be right.
    fn check(&self) -> Result<(), ConfigError> {
        Ok(())
    }

    /// The name under which `model` answers where that isn't its id itself, such as the id without
    /// the gateway's own prefix.
    fn answers_as<'m>(&'m self, model: &'m str) -> &'m str {
        model
    }

    /// Returns the setting that says what shall serve where the names of an answer don't, such as
    /// "`Compatible::served_as`", for the words of a substitution. `None` if there is no such
    /// setting.
    fn served_setting(&self) -> Option<&'static str> {
        None
    }

    /// Returns the parts of `request` that are not sent as they are asked for or that the vendor is
    /// known to reject, each a sentence with its remedy; called when a plan is built.
    ///
    /// Unless written, that is every setting but the output limit: a provider that drops a setting
    /// changes the answers in silence. A provider that sends some returns
    /// [`Parameters::unsent`] of those.
    fn objections(&self, request: &Request<'_>) -> Vec<String> {
        request.parameters.unsent(self.name(), &[])
    }

    /// The output limit in tokens that a request carries where none is set, if the vendor's API
    /// wants one; what an attempt may cost depends on it.
    fn default_output_limit(&self) -> Option<u32> {
        None
    }

    /// Returns why this provider must not be used as a fallback, with the remedy, or `None` if it
    /// may. Called when a plan with such a fallback is built.
    fn against_fallback(&self) -> Option<String> {
        None
    }

    /// Returns the media that `model` may be sent; none, unless written. A plan refuses every other
    /// before anything is sent, so that no provider is given a medium that it doesn't know, and a
    /// provider that returns rules must send each medium that they let through.
    fn media(&self, model: &str) -> &'static MediaRules {
        let _ = model;
        &MediaRules::NONE
    }

    /// Returns a copy that sends its requests below `base_url`, with a placeholder for every key,
    /// for rehearsals. `None`, unless written: there is no such copy, and a plan with this provider
    /// can't be rehearsed.
    fn redirected(&self, base_url: &str) -> Option<Redirected> {
        let _ = base_url;
        None
    }

    /// Makes one attempt. Dropping the future cancels it.
    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>>;
}
