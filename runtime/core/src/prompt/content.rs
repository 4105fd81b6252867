//! The content of a message: an ordered list of parts.

use std::fmt;
use std::sync::Arc;

use serde::de::Deserializer;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::fingerprint::Hasher;
use crate::media::{Audio, Document, Image, Medium, Video};

/// The content of one message: its parts in their order, none of which is ever merged or dropped.
///
/// Most messages are one text, and are made of one:
///
/// ```
/// use driftless::prompt::Content;
///
/// let content = Content::from("Where is Oslo?");
/// assert_eq!(content, "Where is Oslo?");
/// assert_eq!(content.as_text(), Some("Where is Oslo?"));
/// assert_eq!(content.parts().len(), 1);
/// ```
///
/// Copies share the parts, so a copy costs no more than a counter. Written to JSON, content of one
/// text is a string, and all other is an array of its parts. Of a [medium](crate::media) it then
/// has what it is and a digest, never the bytes, so that one which is read back can't be sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Content(Parts);

/// One part takes no list of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Parts {
    One([Part; 1]),
    /// Never exactly one, so that equal content is equal here.
    Several(Arc<[Part]>),
}

/// One part of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Part {
    /// A text, as it is sent.
    Text(Arc<str>),
    /// A picture, a document, a recording or a film.
    Media(Medium),
}

/// All kinds of [`Part`] as this version knows them. Outside of the `driftless` crates, `Part` has
/// kinds that are yet to come; inside, a kind that a provider forgets must not compile.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_enums,
    reason = "a part that a provider forgets must not compile"
)]
pub enum KnownPart<'a> {
    /// A text.
    Text(&'a str),
    /// A medium.
    Media(&'a Medium),
}

impl Part {
    /// Returns the part's text, or `None` if it is no text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Media(_) => None,
        }
    }

    /// Returns the part's medium, or `None` if it is none.
    #[must_use]
    pub fn as_media(&self) -> Option<&Medium> {
        match self {
            Self::Media(medium) => Some(medium),
            Self::Text(_) => None,
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn known(&self) -> KnownPart<'_> {
        match self {
            Self::Text(text) => KnownPart::Text(text),
            Self::Media(medium) => KnownPart::Media(medium),
        }
    }
}

impl Content {
    /// Returns the parts in their order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        match &self.0 {
            Parts::One(part) => part,
            Parts::Several(parts) => parts,
        }
    }

    /// Returns the text of content that is one text, or `None` if it is anything else.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.0 {
            Parts::One([part]) => part.as_text(),
            Parts::Several(_) => None,
        }
    }

    /// Returns the media in their order.
    pub fn media(&self) -> impl Iterator<Item = &Medium> {
        self.parts().iter().filter_map(Part::as_media)
    }

    /// Returns the length of all texts in bytes.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        let texts = self.parts().iter().filter_map(Part::as_text);
        texts.fold(0, |all, text| all.saturating_add(text.len()))
    }

    /// Returns the content with `text` behind it: in the same part, if it is one text.
    #[doc(hidden)]
    #[must_use]
    pub fn followed_by(self, text: &str) -> Self {
        if text.is_empty() {
            return self;
        }
        if let Some(own) = self.as_text() {
            return format!("{own}{text}").into();
        }
        let own = self.parts().iter().cloned();
        own.chain([Part::from(text)]).collect()
    }

    /// Adds the content to a hash. One text counts as that text alone, so that evidence for prompts
    /// of text doesn't depend on what other prompts may hold.
    #[doc(hidden)]
    pub fn hashed(&self, hasher: Hasher) -> Hasher {
        if let Some(text) = self.as_text() {
            return hasher.text(text);
        }
        let parts = self.parts();
        let count = u128::try_from(parts.len()).unwrap_or(u128::MAX);
        let hasher = hasher.text("\0parts").number(count);
        parts.iter().fold(hasher, |hasher, part| match part {
            Part::Text(text) => hasher.text(text),
            Part::Media(medium) => medium.hashed(hasher),
        })
    }
}

impl FromIterator<Part> for Content {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        let parts: Vec<Part> = parts.into_iter().collect();
        match <[Part; 1]>::try_from(parts) {
            Ok(one) => Self(Parts::One(one)),
            Err(several) => Self(Parts::Several(several.into())),
        }
    }
}

impl From<Arc<str>> for Part {
    fn from(text: Arc<str>) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Medium> for Part {
    fn from(medium: Medium) -> Self {
        Self::Media(medium)
    }
}

macro_rules! media_parts {
    ($($name:ident),*) => {$(
        impl From<$name> for Part {
            fn from(medium: $name) -> Self {
                Self::Media(medium.into())
            }
        }

        impl From<$name> for Content {
            fn from(medium: $name) -> Self {
                Part::from(medium).into()
            }
        }
    )*};
}

media_parts!(Image, Document, Audio, Video);

impl From<Part> for Content {
    fn from(part: Part) -> Self {
        Self(Parts::One([part]))
    }
}

impl From<Arc<str>> for Content {
    fn from(text: Arc<str>) -> Self {
        Part::from(text).into()
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Part::from(text).into()
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Part::from(text).into()
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

/// An empty text.
impl Default for Content {
    fn default() -> Self {
        "".into()
    }
}

/// The parts one after the other; of media, what they are.
impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().iter().try_for_each(|part| match part {
            Part::Text(text) => f.write_str(text),
            Part::Media(medium) => write!(f, "[{medium}]"),
        })
    }
}

impl PartialEq<str> for Content {
    fn eq(&self, text: &str) -> bool {
        self.as_text() == Some(text)
    }
}

impl PartialEq<&str> for Content {
    fn eq(&self, text: &&str) -> bool {
        self == *text
    }
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Media(medium) => medium.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Media(Medium),
        }
        Ok(match Written::deserialize(from)? {
            Written::Text(text) => text.into(),
            Written::Media(medium) => medium.into(),
        })
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Parts::One([part]) => part.serialize(serializer),
            Parts::Several(parts) => serializer.collect_seq(parts.iter()),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            One(Part),
            Several(Vec<Part>),
        }
        Ok(match Written::deserialize(from)? {
            Written::One(part) => part.into(),
            Written::Several(parts) => parts.into_iter().collect(),
        })
    }
}
