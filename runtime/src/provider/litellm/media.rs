//! The media that `LiteLLM` hands on (its source, 1.110.2); what a model behind it takes is not
//! checked.

use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};
use crate::provider::chat::{ChatMedia, DocumentForm, FilmForm, SoundForm};

const SOURCE: &str = "litellm 1.110.2";
const DAY: &str = "2026-11-30";

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
    // Without its type, a file for Anthropic is uploaded as one for code to read.
    MediaRule::new(MediaKind::Document, &[MediaType::Pdf])
        .with_bytes()
        .with_urls()
        .with_file_ids()
        .needs_type()
        .from(SOURCE, DAY),
    MediaRule::new(MediaKind::Audio, &[MediaType::Wav, MediaType::Mp3])
        .with_bytes()
        .from(SOURCE, DAY),
    MediaRule::new(
        MediaKind::Video,
        &[MediaType::Mp4, MediaType::Mov, MediaType::Webm],
    )
    .with_bytes()
    .with_urls()
    .from(SOURCE, DAY),
]);

pub(super) const MEDIA: ChatMedia = ChatMedia {
    rules: &RULES,
    document: DocumentForm::FileIdUrl,
    sound: SoundForm::Input,
    film: FilmForm::VideoUrl,
    names_type: true,
};
