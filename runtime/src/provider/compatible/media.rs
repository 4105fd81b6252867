//! The forms in which open servers take media.

use crate::media::{MediaKind, MediaRule, MediaRules, MediaType};
use crate::provider::chat::{ChatMedia, DocumentForm, FilmForm, SoundForm};

use MediaKind::{Audio, Image, Video};
use MediaType::{Aac, Avi, Bmp, Flac, Gif, Jpeg, Mov, Mp3, Mp4, Mpeg, Ogg, Png, Wav, Webm, Webp};

/// A server whose form of media is known; see
/// [`Compatible::media_of`](super::Compatible::media_of). Which kinds it reads depends on the model
/// that it has loaded, so that a server may still refuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MediaServer {
    /// vLLM: images, sound and films; it fetches addresses itself (`--allowed-media-domains`).
    Vllm,
    /// `SGLang`: images, sound and films; it fetches addresses itself.
    SgLang,
    /// llama.cpp's server with `--mmproj`: images, sound and films.
    LlamaCpp,
    /// Ollama: images and sound, sent along; it fetches nothing.
    Ollama,
}

const STILLS: &[MediaType] = &[Png, Jpeg, Gif, Webp];
const SOUNDS: &[MediaType] = &[Wav, Mp3, Ogg, Flac, Aac];
const FILMS: &[MediaType] = &[Mp4, Mov, Webm, Avi, Mpeg];

/// vLLM (`docs/features/multimodal_inputs.md`) and `SGLang` (`entrypoints/openai/protocol.py`).
const FETCHING: MediaRules = MediaRules::new(&[
    MediaRule::new(Image, STILLS)
        .with_bytes()
        .with_urls()
        .from("vLLM and SGLang, sources", "2026-11-30"),
    MediaRule::new(Audio, SOUNDS)
        .with_bytes()
        .with_urls()
        .from("vLLM and SGLang, sources", "2026-11-30"),
    MediaRule::new(Video, FILMS)
        .with_bytes()
        .with_urls()
        .from("vLLM and SGLang, sources", "2026-11-30"),
]);

/// llama.cpp reads images by `stb_image` and sound by miniaudio.
const LLAMA_CPP: MediaRules = MediaRules::new(&[
    MediaRule::new(Image, &[Png, Jpeg, Gif, Bmp])
        .with_bytes()
        .with_urls()
        .from("llama.cpp, tools/server/README.md", "2026-11-30"),
    MediaRule::new(Audio, &[Mp3, Wav, Flac])
        .with_bytes()
        .with_urls()
        .from("llama.cpp, tools/server/README.md", "2026-11-30"),
    MediaRule::new(Video, FILMS)
        .with_bytes()
        .with_urls()
        .from("llama.cpp, tools/server/README.md", "2026-11-30"),
]);

const OLLAMA: MediaRules = MediaRules::new(&[
    MediaRule::new(Image, &[Png, Jpeg, Webp])
        .with_bytes()
        .from("Ollama, OpenAI route", "2026-08-21"),
    MediaRule::new(Audio, &[Wav, Mp3])
        .with_bytes()
        .from("Ollama, OpenAI route", "2026-08-21"),
]);

const UNKNOWN: MediaRules =
    MediaRules::NONE.remedy("say which server it is by `Compatible::media_of`");

/// Returns the forms of a server; none if it isn't known.
pub(super) const fn of(server: Option<MediaServer>) -> ChatMedia {
    let (rules, sound, film) = match server {
        None => (&UNKNOWN, SoundForm::None, FilmForm::None),
        Some(MediaServer::Vllm | MediaServer::SgLang) => {
            (&FETCHING, SoundForm::AudioUrl, FilmForm::VideoUrl)
        }
        Some(MediaServer::LlamaCpp) => (&LLAMA_CPP, SoundForm::InputOrUrl, FilmForm::Input),
        Some(MediaServer::Ollama) => (&OLLAMA, SoundForm::Input, FilmForm::None),
    };
    ChatMedia {
        rules,
        document: DocumentForm::None,
        sound,
        film,
        names_type: false,
    }
}
