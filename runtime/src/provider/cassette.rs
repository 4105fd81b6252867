//! Every provider with a cassette between it and the network.

use crate::cassette::{Cassette, CassetteMode, Track};
use crate::secret::Secret;

use super::exchange::Endpoint;
use super::{
    Anthropic, Compatible, DeepSeek, Gemini, LiteLlm, Mistral, OpenAi, OpenRouter, Portkey,
    Provider, Qwen, TokenMix,
};

/// The value of the environment variable `name`; an empty one is as good as none, since CI services
/// set secrets that aren't there to nothing.
fn set(name: &str) -> Option<String> {
    // What isn't UTF-8 is no key either; the provider's check says so.
    let value = std::env::var_os(name)?.to_string_lossy().into_owned();
    (!value.is_empty()).then_some(value)
}

/// The key in the environment, if anything may be recorded.
fn key(cassette: &Cassette, name: &str) -> Option<String> {
    (cassette.mode() != CassetteMode::Replay)
        .then(|| set(name))
        .flatten()
}

impl Endpoint {
    /// Puts `cassette` between the endpoint and its transport, with the key in the environment
    /// variable `name`.
    fn record(&mut self, cassette: &Cassette, provider: &str, name: &'static str) {
        let key = key(cassette, name);
        self.wrap_transport(|network| {
            let track = Track::new(cassette, provider, network);
            match key {
                Some(_) => track,
                None => track.without_key(name),
            }
        });
        self.set_recorded_key(key.map(Secret::new), name);
    }
}

macro_rules! taped {
    ($($provider:ident, $module:ident;)+) => {$(
        impl $provider {
            /// With `cassette`, and the key in the environment variable that `from_env` reads. Only
            /// recording needs it: without it, requests that are recorded are answered, and others
            /// fail. A base URL is not read from the environment.
            #[must_use]
            pub fn with_cassette(cassette: &Cassette) -> Self {
                let mut this = Self::new("");
                let provider = this.name().to_owned();
                this.endpoint.record(cassette, &provider, super::$module::KEY);
                this
            }

            /// Answers from `cassette`, and records onto it what it has no recording for, as its
            /// mode says; what it records goes through the transport that is set by then.
            #[must_use]
            pub fn cassette(mut self, cassette: &Cassette) -> Self {
                let provider = self.name().to_owned();
                self.endpoint
                    .wrap_transport(|network| Track::new(cassette, &provider, network));
                self
            }
        }
    )+};
}

taped! {
    Anthropic, anthropic;
    Compatible, compatible;
    DeepSeek, deepseek;
    Gemini, gemini;
    LiteLlm, litellm;
    Mistral, mistral;
    OpenAi, openai;
    OpenRouter, openrouter;
    Portkey, portkey;
    Qwen, qwen;
    TokenMix, tokenmix;
}
