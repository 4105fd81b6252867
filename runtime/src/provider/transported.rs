//! Every provider with a transport of the user's own.

use std::sync::Arc;

use crate::transport::Transport;

use super::{
    Anthropic, Compatible, DeepSeek, Gemini, LiteLlm, Mistral, OpenAi, OpenRouter, Portkey, Qwen,
    TokenMix,
};

macro_rules! transported {
    ($($provider:ident)+) => {$(
        impl $provider {
            /// Sends requests through `transport` instead of the HTTP client of this crate, such as
            /// a client of your own. See [`transport`](crate::transport).
            #[must_use]
            pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
                self.endpoint.set_transport(Arc::new(transport));
                self
            }
        }
    )+};
}

transported! {
    Anthropic Compatible DeepSeek Gemini LiteLlm Mistral OpenAi OpenRouter Portkey Qwen TokenMix
}
