//! The media that OpenAI takes, which differ between its two APIs (guides "Images and vision" and
//! "File inputs", 2026-07-15 and 2026-11; openai-python 3.57.0).

use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};
use crate::provider::chat::{ChatMedia, DocumentForm, FilmForm, SoundForm};

/// A GIF must not be animated.
const STILLS: &[MediaType] = &[
    MediaType::Png,
    MediaType::Jpeg,
    MediaType::Webp,
    MediaType::Gif,
];

const PICTURES: MediaRule = MediaRule::new(MediaKind::Image, STILLS)
    .with_bytes()
    .with_urls()
    .most(1_500)
    .from("OpenAI, guide \"Images and vision\"", "2026-07-15");

/// Each file less than 50 MB, and 50 MB together.
const FILES: MediaRule = MediaRule::new(MediaKind::Document, &[MediaType::Pdf])
    .with_bytes()
    .with_file_ids()
    .most_bytes(49_999_999)
    .most_total(50_000_000)
    .from("OpenAI, guide \"File inputs\"", "2026-11-30");

const MOST_REQUEST: u64 = 512_000_000;

pub(super) const RESPONSES: MediaRules =
    MediaRules::new(&[PICTURES.with_file_ids(), FILES.with_urls()])
        .most_request_bytes(MOST_REQUEST)
        .remedy("sound goes through `OpenAi::chat` to an audio model; films go to another vendor");

/// Files have no address here, and pictures no id.
const CHAT_RULES: MediaRules = MediaRules::new(&[
    PICTURES,
    FILES,
    MediaRule::new(MediaKind::Audio, &[MediaType::Wav, MediaType::Mp3])
        .with_bytes()
        .from("openai-python 3.57.0", "2026-11-30"),
])
.most_request_bytes(MOST_REQUEST);

pub(super) const CHAT: ChatMedia = ChatMedia {
    rules: &CHAT_RULES,
    document: DocumentForm::File,
    sound: SoundForm::Input,
    film: FilmForm::None,
    names_type: false,
};
