//! The content of a message as a vendor's body has it.

use std::fmt;

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use crate::media::{MediaKind, MediaSource, MediaType, Medium};
use crate::prompt::{Part, Role, Turn};

/// A vendor's form of the parts of a message.
pub(super) trait PartForm: Copy {
    /// A part as the body has it.
    type Written<'a>: Serialize;

    /// Returns the part in the vendor's form.
    ///
    /// # Errors
    /// A sentence on a medium that the vendor has no form for. A plan refuses it before.
    fn write(self, role: Role, part: &Part) -> Result<Self::Written<'_>, String>;
}

/// The content of a message: a string for one text, and an array of parts in the form `F` for all
/// else. Nothing is copied.
pub(super) enum MessageContent<'a, F> {
    /// A text alone.
    Text(&'a str),
    /// Parts in their order.
    Parts(Role, &'a [Part], F),
}

impl<'a, F: PartForm> MessageContent<'a, F> {
    pub(super) fn new(turn: &'a Turn, form: F) -> Self {
        match turn.content.as_text() {
            Some(text) => Self::Text(text),
            None => Self::Parts(turn.role, turn.content.parts(), form),
        }
    }
}

impl<F: PartForm> Serialize for MessageContent<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Parts(role, parts, form) => parts_in(serializer, *role, parts, *form),
        }
    }
}

/// Writes an array of parts.
pub(super) fn parts_in<S: Serializer>(
    serializer: S,
    role: Role,
    parts: &[Part],
    form: impl PartForm,
) -> Result<S::Ok, S::Error> {
    let written: Result<Vec<_>, String> = parts.iter().map(|part| form.write(role, part)).collect();
    serializer.collect_seq(written.map_err(S::Error::custom)?)
}

/// Bytes in Base64, written straight into the body: the only copy of them that is made.
#[derive(Clone, Copy)]
pub(super) struct Base64<'a>(pub(super) &'a [u8]);

impl fmt::Display for Base64<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(self.0, &STANDARD).fmt(f)
    }
}

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An address, or a data URL of bytes that are here.
#[derive(Clone, Copy)]
pub(super) enum Url<'a> {
    At(&'a str),
    Data(MediaType, &'a [u8]),
}

impl<'a> Url<'a> {
    pub(super) fn of(medium: &'a Medium) -> Option<Self> {
        match (medium.source(), medium.media_type()) {
            (MediaSource::Url(url), _) => Some(Self::At(url)),
            (MediaSource::Bytes(bytes), Some(of)) => Some(Self::Data(of, bytes)),
            _ => None,
        }
    }
}

impl Serialize for Url<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(url) => serializer.serialize_str(url),
            Self::Data(of, bytes) => {
                serializer.collect_str(&format_args!("data:{of};base64,{}", Base64(bytes)))
            }
        }
    }
}

/// Returns the words for a medium without a form.
pub(super) fn no_form(medium: &Medium) -> String {
    format!("this API has no form for {medium:?}")
}

/// Returns the file name of a document, which some APIs demand.
pub(super) fn file_name(medium: &Medium) -> &str {
    medium.name().unwrap_or(match medium.kind() {
        MediaKind::Document => "document.pdf",
        MediaKind::Image | MediaKind::Audio | MediaKind::Video => "file",
    })
}
