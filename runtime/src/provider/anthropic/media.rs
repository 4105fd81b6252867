//! The media that Anthropic takes (guides "Vision" and "PDF support", 2026-08-22).

use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};

/// The number of images and pages is that of models with the larger context; a smaller model's is
/// 100, and the vendor refuses more.
pub(super) const RULES: MediaRules = MediaRules::new(&[
    MediaRule::new(
        MediaKind::Image,
        &[
            MediaType::Jpeg,
            MediaType::Png,
            MediaType::Gif,
            MediaType::Webp,
        ],
    )
    .with_bytes()
    .with_urls()
    .with_file_ids()
    .most(600)
    .most_base64(10_000_000)
    .most_side(8_000)
    .in_crowd(21, 2_000)
    .from("Anthropic, guide \"Vision\"", "2026-08-22"),
    MediaRule::new(MediaKind::Document, &[MediaType::Pdf])
        .with_bytes()
        .with_urls()
        .with_file_ids()
        .most_pages(600)
        .from("Anthropic, guide \"PDF support\"", "2026-08-22"),
])
.most_request_bytes(32_000_000)
.remedy("Anthropic takes images and documents alone; send a transcript or single pictures, or ask a model of another vendor");
