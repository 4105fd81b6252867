//! Qwen's own API: Alibaba Model Studio in its OpenAI-compatible mode.

use serde_json::Value;

use crate::dialect::QwenSchema;
use crate::failure::FailureClass::{Overloaded, QuotaExhausted, RateLimited, SchemaRejected};
use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};

use super::chat::{
    self, ChatMedia, ChatVendor, FilmForm, LimitName, Streaming, Style, chat_vendor,
};
use super::error::{Row, code, words};
use super::vendor::Vendor;
use super::{Request, wire};

pub(super) const VENDOR: Vendor = Vendor {
    name: "qwen",
    provider: "Qwen",
    key: "DASHSCOPE_API_KEY",
    url: Some("https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
    // The SDK's `DASHSCOPE_HTTP_BASE_URL` is the address of another API, the native one
    // (dashscope-sdk-python, 2026-11).
    url_variable: "DASHSCOPE_BASE_URL",
    request_id: "x-request-id",
    relays: false,
    read_headers: &[],
};

/// Qwen's errors (Model Studio, page "Error codes", read 2026-09-28): codes are words, the same for
/// both API forms. Those that others have too are in the shared table.
const ERRORS: &[Row] = &[
    code(0, "Arrearage", QuotaExhausted),
    code(0, "AllocationQuota.FreeTierOnly", QuotaExhausted),
    code(0, "Throttling.RateQuota", RateLimited),
    code(0, "Throttling.AllocationQuota", RateLimited),
    code(0, "Throttling.BurstRate", RateLimited),
    code(0, "limit_requests", RateLimited),
    code(0, "limit_burst_rate", RateLimited),
    code(0, "ModelServingError", Overloaded),
    words(400, "json_schema", SchemaRejected),
    words(400, "response_format", SchemaRejected),
];

/// Qwen's rules (guide "Visual understanding", 2026-10), which state no sizes. Documents and sound
/// aren't confirmed, nor are films' bytes.
const RULES: MediaRules = MediaRules::new(&[
    MediaRule::new(
        MediaKind::Image,
        &[
            MediaType::Png,
            MediaType::Jpeg,
            MediaType::Webp,
            MediaType::Bmp,
        ],
    )
    .with_bytes()
    .with_urls()
    .from("Qwen, guide \"Visual understanding\"", "2026-10-15"),
    MediaRule::new(
        MediaKind::Video,
        &[MediaType::Mp4, MediaType::Mov, MediaType::Avi],
    )
    .with_urls()
    .from("Qwen, guide \"Visual understanding\"", "2026-10-15"),
]);

const MEDIA: ChatMedia = ChatMedia {
    film: FilmForm::VideoUrl,
    ..ChatMedia::images(&RULES)
};

chat_vendor! {
    /// Qwen, at Alibaba Model Studio's international address. Keys are good for one region each:
    /// [`base_url`](Self::base_url) names another one, such as
    /// `https://dashscope.aliyuncs.com/compatible-mode/v1` on the mainland.
    ///
    /// Models are asked for native structured output by a JSON Schema, which the Plus and Max
    /// families take, and without thinking, since many models give structured output only so.
    /// Others take [`Model::json_mode`](crate::provider::Model::json_mode).
    Qwen: QwenSchema, thinking: bool
}

impl Qwen {
    /// Leaves it to the model whether it thinks: `enable_thinking` is not sent, which models
    /// without the choice may want.
    #[must_use]
    pub fn thinking(mut self) -> Self {
        self.thinking = true;
        self
    }
}

impl ChatVendor for Qwen {
    const STYLE: Style = Style {
        path: chat::PATH,
        wire: &wire::QWEN,
        system_role: "system",
        limit: LimitName::MaxTokens,
        streaming: Streaming::AskUsage,
        one_call: true,
        extra: Vec::new(),
        media: MEDIA,
        errors: ERRORS,
    };

    fn style(&self, _: &Request<'_>) -> Style {
        let mut style = Self::STYLE;
        if !self.thinking {
            // Guide "Structured output", 2026-10.
            style.extra.push(("enable_thinking", Value::Bool(false)));
        }
        style
    }
}
