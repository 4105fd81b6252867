//! Acme, a vendor that doesn't exist.

use crate::dialect::OpenAiSchema;
use crate::failure::FailureClass::QuotaExhausted;

use super::chat::{self, ChatMedia, ChatVendor, LimitName, Streaming, Style, chat_vendor};
use super::error::{Row, code};
use super::vendor::Vendor;
use super::wire;

pub(super) const VENDOR: Vendor = Vendor {
    name: "acme",
    provider: "Acme",
    key: "ACME_API_KEY",
    url: Some("https://api.acme.example/v1"),
    url_variable: "ACME_BASE_URL",
    request_id: "x-request-id",
    read_headers: &[],
    relays: false,
};

const ERRORS: &[Row] = &[code(0, "anvils_exhausted", QuotaExhausted)];

chat_vendor! {
    /// Acme.
    Acme: OpenAiSchema
}

impl ChatVendor for Acme {
    const STYLE: Style = Style {
        path: chat::PATH,
        wire: &wire::CHAT,
        system_role: "system",
        limit: LimitName::MaxTokens,
        streaming: Streaming::AskUsage,
        one_call: true,
        extra: Vec::new(),
        media: ChatMedia::NONE,
        errors: ERRORS,
    };
}
