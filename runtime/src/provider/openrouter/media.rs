//! The media that OpenRouter takes (its documentation, 2026-08-22); what a model behind it takes is
//! not checked.

use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};
use crate::provider::chat::{ChatMedia, DocumentForm, FilmForm, SoundForm};

const SOURCE: &str = "OpenRouter, documentation of multimodal inputs";
const DAY: &str = "2026-08-22";

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
    .from(SOURCE, DAY),
    MediaRule::new(MediaKind::Document, &[MediaType::Pdf])
        .with_bytes()
        .with_urls()
        .from(SOURCE, DAY),
    MediaRule::new(
        MediaKind::Audio,
        &[
            MediaType::Wav,
            MediaType::Mp3,
            MediaType::Aiff,
            MediaType::Aac,
            MediaType::Ogg,
            MediaType::Flac,
            MediaType::M4a,
        ],
    )
    .with_bytes()
    .from(SOURCE, DAY),
    MediaRule::new(
        MediaKind::Video,
        &[
            MediaType::Mp4,
            MediaType::Mpeg,
            MediaType::Mov,
            MediaType::Webm,
        ],
    )
    .with_bytes()
    .with_urls()
    .from(SOURCE, DAY),
]);

pub(super) const MEDIA: ChatMedia = ChatMedia {
    rules: &RULES,
    document: DocumentForm::FileDataUrl,
    sound: SoundForm::Input,
    film: FilmForm::VideoUrl,
    names_type: false,
};
