//! The media that Gemini takes (guides "Media resolution" and "Files", 2026-09-23).

use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};

const fn rule(kind: MediaKind, types: &'static [MediaType]) -> MediaRule {
    MediaRule::new(kind, types)
        .with_bytes()
        .with_urls()
        .with_file_ids()
        .needs_type()
        .from("Gemini, guide \"File input methods\"", "2026-09-23")
}

/// The whole request: older pages say 20 MB, newer ones 100 MB, so that the smaller one is safe.
pub(super) const RULES: MediaRules = MediaRules::new(&[
    rule(
        MediaKind::Image,
        &[
            MediaType::Png,
            MediaType::Jpeg,
            MediaType::Webp,
            MediaType::Heic,
        ],
    ),
    rule(MediaKind::Document, &[MediaType::Pdf]).most_pages(1_000),
    rule(
        MediaKind::Audio,
        &[
            MediaType::Wav,
            MediaType::Mp3,
            MediaType::Aiff,
            MediaType::Aac,
            MediaType::Ogg,
            MediaType::Flac,
        ],
    ),
    rule(
        MediaKind::Video,
        &[
            MediaType::Mp4,
            MediaType::Mpeg,
            MediaType::Mov,
            MediaType::Avi,
            MediaType::Webm,
        ],
    )
    .most(10),
])
.most_request_bytes(20_000_000);
