//! Mistral's own API.

use crate::dialect::MistralSchema;
use crate::failure::FailureClass::{ContextExceeded, SchemaRejected};
use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};

use super::chat::{
    self, ChatMedia, ChatVendor, DocumentForm, FilmForm, LimitName, SoundForm, Streaming, Style,
    chat_vendor,
};
use super::error::{Row, words};
use super::vendor::Vendor;
use super::wire;

pub(super) const VENDOR: Vendor = Vendor {
    name: "mistral",
    provider: "Mistral",
    key: "MISTRAL_API_KEY",
    url: Some("https://api.mistral.ai/v1"),
    // The SDK has no variable (client-python, 2026-11); this is the usual one.
    url_variable: "MISTRAL_BASE_URL",
    // Seen in answers (crate rig-core 0.46.0, 2026-11).
    request_id: "mistral-correlation-id",
    relays: false,
    read_headers: &[],
};

/// Mistral's errors (error glossary and API reference, read 2026-08-21). `code` is a number in
/// words; `type` names the case, with names of the shared table.
const ERRORS: &[Row] = &[
    words(400, "too large for model", ContextExceeded),
    // A 422 names the field in `detail`; the schema itself is refused with 400.
    words(400, "Invalid schema", SchemaRejected),
];

/// Mistral's rules (documentation, 2026-08-21). That a chat takes a document's bytes isn't
/// confirmed, so it is sent by its address or id alone; recordings are for voxtral models.
const RULES: MediaRules = MediaRules::new(&[
    MediaRule::new(
        MediaKind::Image,
        &[
            MediaType::Png,
            MediaType::Jpeg,
            MediaType::Webp,
            MediaType::Gif,
        ],
    )
    .with_bytes()
    .with_urls()
    .most(8)
    .most_bytes(10_000_000)
    .most_side(10_000)
    .from("Mistral, documentation of vision", "2026-08-21"),
    MediaRule::new(MediaKind::Document, &[MediaType::Pdf])
        .with_urls()
        .with_file_ids()
        .most_bytes(50_000_000)
        .most_pages(1_000)
        .from("Mistral, documentation of documents", "2026-08-21"),
    MediaRule::new(MediaKind::Audio, &[MediaType::Wav, MediaType::Mp3])
        .with_bytes()
        .with_urls()
        .from("Mistral, documentation of audio", "2026-08-21"),
]);

/// The form of mistralai 3.7.0.
const MEDIA: ChatMedia = ChatMedia {
    rules: &RULES,
    document: DocumentForm::DocumentUrl,
    sound: SoundForm::InputText,
    film: FilmForm::None,
    names_type: false,
};

chat_vendor! {
    /// Mistral.
    ///
    /// Models are asked for native structured output by a JSON Schema; see
    /// [`Model::strict_tool`](crate::provider::Model::strict_tool) and
    /// [`Model::json_mode`](crate::provider::Model::json_mode) for the other ways. Not every answer
    /// names the model behind a name ending in `-latest`, so production plans name a dated model.
    Mistral: MistralSchema
}

impl ChatVendor for Mistral {
    /// The body is closed: a member that the API reference doesn't list is a 422 (read 2026-08-21),
    /// so that nothing is sent beside these.
    const STYLE: Style = Style {
        path: chat::PATH,
        wire: &wire::MISTRAL,
        system_role: "system",
        limit: LimitName::MaxTokens,
        // No `stream_options` in the API reference's closed body (2026-08-21); the last piece holds
        // the usage.
        streaming: Streaming::Plain,
        one_call: true,
        extra: Vec::new(),
        media: MEDIA,
        errors: ERRORS,
    };
}
