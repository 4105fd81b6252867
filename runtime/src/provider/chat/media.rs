//! Media in Chat Completions, where each server has forms of its own.

use serde::Serialize;

use crate::media::{MediaKind, MediaRules, MediaSource, Medium};
use crate::prompt::{KnownPart, Part, Role};
use crate::provider::content::{Base64, PartForm, Url, file_name, no_form};

/// The media that a server takes, and their forms. Pictures are `image_url` everywhere.
#[derive(Debug, Clone, Copy)]
pub(in crate::provider) struct ChatMedia {
    pub(in crate::provider) rules: &'static MediaRules,
    pub(in crate::provider) document: DocumentForm,
    pub(in crate::provider) sound: SoundForm,
    pub(in crate::provider) film: FilmForm,
    /// `true` if parts name their type in `format`.
    pub(in crate::provider) names_type: bool,
}

impl ChatMedia {
    /// Takes none.
    pub(in crate::provider) const NONE: Self = Self::images(&MediaRules::NONE);

    /// Takes pictures alone.
    pub(in crate::provider) const fn images(rules: &'static MediaRules) -> Self {
        Self {
            rules,
            document: DocumentForm::None,
            sound: SoundForm::None,
            film: FilmForm::None,
            names_type: false,
        }
    }
}

/// The form of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::provider) enum DocumentForm {
    None,
    /// `file` with `file_id`, or `file_data` and `filename`.
    File,
    /// `file`, where `file_data` may be an address.
    FileDataUrl,
    /// `file`, where `file_id` may be an address.
    FileIdUrl,
    /// `document_url`, or `file` with `file_id` beside its type.
    DocumentUrl,
}

/// The form of recordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::provider) enum SoundForm {
    None,
    /// `input_audio` with `data` and `format`.
    Input,
    /// `input_audio` with `data` and `format`, or with `url`.
    InputOrUrl,
    /// `input_audio` as one string.
    InputText,
    /// `audio_url`.
    AudioUrl,
}

/// The form of films.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::provider) enum FilmForm {
    None,
    /// `video_url`.
    VideoUrl,
    /// `input_video` with `data` or `url`.
    Input,
}

/// A part of a message.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(in crate::provider) enum ChatPart<'a> {
    Text {
        text: &'a str,
    },
    ImageUrl {
        image_url: Address<'a>,
    },
    VideoUrl {
        video_url: Address<'a>,
    },
    AudioUrl {
        audio_url: Address<'a>,
    },
    InputAudio {
        input_audio: Sound<'a>,
    },
    InputVideo {
        input_video: Input<'a>,
    },
    File {
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<File<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        file_id: Option<&'a str>,
    },
    DocumentUrl {
        document_url: Url<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        document_name: Option<&'a str>,
    },
}

#[derive(Serialize)]
pub(in crate::provider) struct Address<'a> {
    url: Url<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::provider) enum Sound<'a> {
    Input(Input<'a>),
    Text(Base64<'a>),
    At(&'a str),
}

#[derive(Serialize)]
pub(in crate::provider) struct Input<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Base64<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names, reason = "the names of the API")]
pub(in crate::provider) struct File<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    filename: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_data: Option<Url<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
}

impl PartForm for ChatMedia {
    type Written<'a> = ChatPart<'a>;

    fn write(self, role: Role, part: &Part) -> Result<ChatPart<'_>, String> {
        let medium = match part.known() {
            KnownPart::Text(text) => return Ok(ChatPart::Text { text }),
            KnownPart::Media(medium) => medium,
        };
        let taken = role == Role::User && self.rules.kinds().has(medium.kind());
        let written = match medium.kind() {
            _ if !taken => None,
            MediaKind::Image => self
                .address(medium)
                .map(|image_url| ChatPart::ImageUrl { image_url }),
            MediaKind::Document => self.document(medium),
            MediaKind::Audio => self.sound(medium),
            MediaKind::Video => self.film(medium),
        };
        written.ok_or_else(|| no_form(medium))
    }
}

impl ChatMedia {
    /// Returns the type as a part names it.
    fn named(self, medium: &Medium) -> Option<&'static str> {
        let of = medium.media_type().filter(|_| self.names_type);
        of.map(crate::media::MediaType::mime)
    }

    fn address(self, medium: &Medium) -> Option<Address<'_>> {
        Some(Address {
            url: Url::of(medium)?,
            format: self.named(medium),
        })
    }

    fn document(self, medium: &Medium) -> Option<ChatPart<'_>> {
        let file = |file| {
            Some(ChatPart::File {
                file: Some(file),
                file_id: None,
            })
        };
        let with_id = |id| File {
            filename: None,
            file_data: None,
            file_id: Some(id),
            format: self.named(medium),
        };
        let with_data = |data| File {
            filename: Some(file_name(medium)),
            file_data: Some(data),
            file_id: None,
            format: self.named(medium),
        };
        match (self.document, medium.source()) {
            (DocumentForm::None, _) | (DocumentForm::File, MediaSource::Url(_)) => None,
            (DocumentForm::DocumentUrl, MediaSource::File { id, .. }) => Some(ChatPart::File {
                file: None,
                file_id: Some(id),
            }),
            (DocumentForm::DocumentUrl, _) => Some(ChatPart::DocumentUrl {
                document_url: Url::of(medium)?,
                document_name: medium.name(),
            }),
            (_, MediaSource::File { id, .. }) => file(with_id(id)),
            (DocumentForm::FileIdUrl, MediaSource::Url(url)) => file(with_id(url)),
            (_, _) => file(with_data(Url::of(medium)?)),
        }
    }

    fn sound(self, medium: &Medium) -> Option<ChatPart<'_>> {
        let url = Url::of(medium)?;
        let input_audio = match (self.sound, url) {
            (SoundForm::None, _) | (SoundForm::Input, Url::At(_)) => return None,
            (SoundForm::AudioUrl, _) => {
                let audio_url = self.address(medium)?;
                return Some(ChatPart::AudioUrl { audio_url });
            }
            (SoundForm::InputText, Url::At(url)) => Sound::At(url),
            (SoundForm::InputText, Url::Data(_, bytes)) => Sound::Text(Base64(bytes)),
            (SoundForm::InputOrUrl, Url::At(url)) => Sound::Input(Input {
                data: None,
                format: None,
                url: Some(url),
            }),
            (_, Url::Data(of, bytes)) => Sound::Input(Input {
                data: Some(Base64(bytes)),
                format: Some(of.ending()),
                url: None,
            }),
        };
        Some(ChatPart::InputAudio { input_audio })
    }

    fn film(self, medium: &Medium) -> Option<ChatPart<'_>> {
        match (self.film, Url::of(medium)?) {
            (FilmForm::None, _) => None,
            (FilmForm::VideoUrl, _) => {
                let video_url = self.address(medium)?;
                Some(ChatPart::VideoUrl { video_url })
            }
            (FilmForm::Input, url) => Some(ChatPart::InputVideo {
                input_video: match url {
                    Url::At(url) => Input {
                        data: None,
                        format: None,
                        url: Some(url),
                    },
                    Url::Data(_, bytes) => Input {
                        data: Some(Base64(bytes)),
                        format: None,
                        url: None,
                    },
                },
            }),
        }
    }
}
