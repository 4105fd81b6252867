//! The media that Portkey hands on, in OpenAI's form (its documentation, 2026-08-21); what a model
//! behind it takes is not checked.

use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};
use crate::provider::chat::{ChatMedia, DocumentForm, FilmForm, SoundForm};

const SOURCE: &str = "Portkey, documentation of multimodal inputs";
const DAY: &str = "2026-08-21";

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
        .from(SOURCE, DAY),
    MediaRule::new(MediaKind::Audio, &[MediaType::Wav, MediaType::Mp3])
        .with_bytes()
        .from(SOURCE, DAY),
]);

pub(super) const MEDIA: ChatMedia = ChatMedia {
    rules: &RULES,
    document: DocumentForm::File,
    sound: SoundForm::Input,
    film: FilmForm::None,
    names_type: false,
};
