//! The content of a message as a vendor's body has it.

use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use crate::prompt::{KnownPart, Part, Role, Turn};

/// The content of a message: a string for one text, and an array of the vendor's parts `P` for all
/// else. Nothing is copied.
pub(super) enum MessageContent<'a, P> {
    /// A text alone.
    Text(&'a str),
    /// Parts in their order.
    Parts(Role, &'a [Part], PhantomData<fn() -> P>),
}

impl<'a, P> From<&'a Turn> for MessageContent<'a, P> {
    fn from(turn: &'a Turn) -> Self {
        match turn.content.as_text() {
            Some(text) => Self::Text(text),
            None => Self::Parts(turn.role, turn.content.parts(), PhantomData),
        }
    }
}

impl<'a, P: From<(Role, &'a Part)> + Serialize> Serialize for MessageContent<'a, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Parts(role, parts, _) => {
                serializer.collect_seq(parts.iter().map(|part| P::from((*role, part))))
            }
        }
    }
}

/// A part that several vendors write alike: `{"type":"text","text":"…"}`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum TypedPart<'a> {
    Text { text: &'a str },
}

impl<'a> From<(Role, &'a Part)> for TypedPart<'a> {
    fn from((_, part): (Role, &'a Part)) -> Self {
        match part.known() {
            KnownPart::Text(text) => Self::Text { text },
        }
    }
}
