//! The content of a message as a vendor's body has it.

use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use crate::prompt::{Content, KnownPart, Part};

/// The content of a message: a string for one text, and an array of the vendor's parts `P` for all
/// else. Nothing is copied.
pub(super) enum MessageContent<'a, P> {
    /// A text alone.
    Text(&'a str),
    /// Parts in their order.
    Parts(&'a [Part], PhantomData<fn() -> P>),
}

impl<'a, P> From<&'a Content> for MessageContent<'a, P> {
    fn from(content: &'a Content) -> Self {
        match content.as_text() {
            Some(text) => Self::Text(text),
            None => Self::Parts(content.parts(), PhantomData),
        }
    }
}

impl<'a, P: From<&'a Part> + Serialize> Serialize for MessageContent<'a, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Parts(parts, _) => serializer.collect_seq(parts.iter().map(P::from)),
        }
    }
}

/// A part that several vendors write alike: `{"type":"text","text":"…"}`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum TypedPart<'a> {
    Text { text: &'a str },
}

impl<'a> From<&'a Part> for TypedPart<'a> {
    fn from(part: &'a Part) -> Self {
        match part.known() {
            KnownPart::Text(text) => Self::Text { text },
        }
    }
}
