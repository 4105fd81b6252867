//! `TokenMix`.

use crate::dialect::OpenAiSchema;

use super::chat::{self, ChatMedia, ChatVendor, LimitName, Streaming, Style, chat_vendor};
use super::vendor::Vendor;
use super::{Failure, Reply, Request, gateway, wire};

/// Public client code, 2026-11; there is no API reference.
pub(super) const VENDOR: Vendor = Vendor {
    name: "tokenmix",
    provider: "TokenMix",
    key: "TOKENMIX_API_KEY",
    url: Some("https://api.tokenmix.ai/v1"),
    // By the form of the others.
    url_variable: "TOKENMIX_BASE_URL",
    request_id: "x-request-id",
    relays: true,
    read_headers: &[],
};

chat_vendor! {
    /// `TokenMix`.
    ///
    /// It documents no way to forbid another model, another provider, retries or dropped
    /// parameters, and no sign of the model that served (2026-11). So every answer is
    /// [`Unverifiable`](crate::provider::Served::Unverifiable) at best, whatever name it carries: a
    /// plan that uses it must call `.accept(Served::Unverifiable)`. An answer that names another
    /// model is a substitution in any case. Prefer the vendor itself, or an aggregator that reports
    /// it.
    TokenMix: OpenAiSchema
}

impl ChatVendor for TokenMix {
    const STYLE: Style = Style {
        path: chat::PATH,
        wire: &wire::CHAT,
        system_role: "system",
        limit: LimitName::MaxTokens,
        streaming: Streaming::AskUsage,
        one_call: false,
        extra: Vec::new(),
        // Nothing is documented of them (2026-11).
        media: ChatMedia::NONE,
        // No code is documented, so that HTTP's own statuses must do (2026-11).
        errors: &[],
    };

    fn settle(
        &self,
        request: &Request<'_>,
        result: Result<Reply, Failure>,
    ) -> Result<Reply, Failure> {
        gateway::judge(request, &result, |_, _| {
            gateway::hidden("TokenMix documents no sign of what served")
        });
        result
    }
}
