//! The kinds of media that models of a dialect's vendor take, so that any other doesn't compile.

use super::route::Route;
use crate::media::{MediaKind, MediaKinds};

const IMAGES: MediaKinds = MediaKinds::of(MediaKind::Image);
const PAGES: MediaKinds = IMAGES.with(MediaKind::Document);

/// Returns the kinds that some model may take that is asked in the dialect.
///
/// A dialect that several vendors or gateways speak takes all. Anthropic: guides "Vision" and "PDF
/// support", 2026-08-22; Mistral: documentation, 2026-08-21; `DeepSeek`: guide "Vision", 2026-10;
/// Qwen: guide "Visual understanding", 2026-10, in which documents and sound are not confirmed.
#[must_use]
pub const fn media_of(route: Route) -> MediaKinds {
    match route {
        Route::AnthropicSchema | Route::AnthropicTool => PAGES,
        Route::MistralSchema | Route::MistralTool => PAGES.with(MediaKind::Audio),
        Route::DeepSeekTool => IMAGES,
        Route::LocalGrammar => MediaKinds::NONE,
        Route::OpenAiSchema
        | Route::OpenAiTool
        | Route::GeminiSchema
        | Route::QwenSchema
        | Route::JsonMode
        | Route::Instructions => MediaKinds::ALL,
    }
}

/// Returns the sentence on the first kind that no model of the dialect takes, or `None` if there is
/// none.
#[must_use]
pub const fn media_problem(
    route: Route,
    inputs: &[(&'static str, MediaKinds)],
) -> Option<&'static str> {
    let taken = media_of(route);
    let mut rest = inputs;
    while let [(_, kinds), tail @ ..] = rest {
        let mut all: &[MediaKind] = &MediaKind::ALL;
        while let [kind, others @ ..] = all {
            if kinds.has(*kind) && !taken.has(*kind) {
                return Some(sentence(*kind));
            }
            all = others;
        }
        rest = tail;
    }
    None
}

const fn sentence(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => {
            "no model of this dialect takes images; leave the `Image` out of the prompt, or ask a model of another vendor"
        }
        MediaKind::Document => {
            "no model of this dialect takes documents; send the text, or ask a model of another vendor, such as Anthropic's or Gemini"
        }
        MediaKind::Audio => {
            "no model of this dialect takes sound; send a transcript, or ask a model of another vendor, such as Gemini"
        }
        MediaKind::Video => {
            "no model of this dialect takes films; send single pictures, or ask a model of another vendor, such as Gemini"
        }
    }
}
