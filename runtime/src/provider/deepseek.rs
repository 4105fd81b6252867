//! DeepSeek's own API.

use serde_json::json;

use crate::dialect::{DeepSeekTool, Form, JsonMode};
use crate::failure::FailureClass::{Malformed, NotFound, SchemaRejected};
use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};

use super::chat::{self, ChatMedia, ChatVendor, LimitName, Streaming, Style, chat_vendor};
use super::error::{Row, words};
use super::vendor::Vendor;
use super::{Failure, Model, Reply, Request, wire};

pub(super) const VENDOR: Vendor = Vendor {
    name: "deepseek",
    provider: "DeepSeek",
    key: "DEEPSEEK_API_KEY",
    // Without a version, since strict tools lie below `/beta`.
    url: Some("https://api.deepseek.com"),
    // There is no SDK (api-docs.deepseek.com, 2026-11); this is the usual variable.
    url_variable: "DEEPSEEK_BASE_URL",
    // Seen in answers (recorded 2026-08).
    request_id: "x-ds-trace-id",
    relays: false,
    read_headers: &[],
};

/// Strict tools are there, and there only (guide "Tool Calls", 2026-11).
const BETA: &str = "/beta/chat/completions";

/// DeepSeek's errors (page "Error Codes", read 2026-11): 402 is an empty account, 422 wrong
/// parameters, 503 overload; those three are HTTP's own rows. Codes say nothing more than the
/// status (`invalid_request_error` also stands in a 402), so that the message must.
const ERRORS: &[Row] = &[
    // Recorded 2026-08.
    words(400, "The supported API model names are", NotFound),
    words(400, "schema", SchemaRejected),
    words(422, "schema", SchemaRejected),
];

/// DeepSeek (guide "Vision", 2026-10). Its form of file ids isn't confirmed, so none is sent.
const MEDIA: MediaRules = MediaRules::new(&[MediaRule::new(
    MediaKind::Image,
    &[
        MediaType::Png,
        MediaType::Jpeg,
        MediaType::Gif,
        MediaType::Webp,
    ],
)
.with_bytes()
.with_urls()
.most(600)
.most_bytes(32 << 20)
.most_total(64 << 20)
.most_side(8_192)
.in_crowd(15, 4_096)
.from("DeepSeek, guide \"Vision\"", "2026-10-27")])
.most_request_bytes(48 << 20);

chat_vendor! {
    /// DeepSeek.
    ///
    /// It takes no schema: models are asked for JSON, which the prompt describes.
    /// [`DeepSeek::tool_model`] asks for a strict tool call instead, which DeepSeek offers as a
    /// beta.
    ///
    /// A JSON answer that is nothing but blanks, which is what DeepSeek sends instead of output
    /// that is no JSON, is a failure of its own.
    DeepSeek: JsonMode
}

impl DeepSeek {
    /// Returns the model `id`, made to call one strict tool, without thinking before: DeepSeek
    /// refuses a forced call from a model that thinks.
    #[must_use]
    pub fn tool_model(&self, id: impl Into<String>) -> Model<DeepSeekTool> {
        Model::new(self.clone(), id)
    }
}

impl ChatVendor for DeepSeek {
    const STYLE: Style = Style {
        path: chat::PATH,
        wire: &wire::DEEPSEEK,
        system_role: "system",
        limit: LimitName::MaxTokens,
        streaming: Streaming::AskUsage,
        // Not in the API reference (2026-11).
        one_call: false,
        extra: Vec::new(),
        media: ChatMedia::images(&MEDIA),
        errors: ERRORS,
    };

    fn style(&self, request: &Request<'_>) -> Style {
        if !matches!(request.form, Form::Tool { .. }) {
            return Self::STYLE;
        }
        Style {
            path: BETA,
            // Models from V4 on think unless a request forbids it (crate rig-core 0.46.0, 2026-11).
            extra: vec![("thinking", json!({"type": "disabled"}))],
            ..Self::STYLE
        }
    }

    fn settle(
        &self,
        request: &Request<'_>,
        result: Result<Reply, Failure>,
    ) -> Result<Reply, Failure> {
        let reply = result?;
        if *request.form == Form::JsonMode && reply.text.trim().is_empty() {
            // Guide "JSON Output", 2026-11.
            let message = "the answer is nothing but blanks, which DeepSeek sends instead of output that is no JSON";
            return Err(Failure::new(Malformed, message));
        }
        Ok(reply)
    }
}
