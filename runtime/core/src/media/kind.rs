//! The kinds of media, and sets of them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A kind of medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    clippy::exhaustive_enums,
    reason = "a provider that forgets a kind must not compile"
)]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A document of pages, such as a PDF.
    Document,
    /// A recording of sound.
    Audio,
    /// A film.
    Video,
}

impl MediaKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Image, Self::Document, Self::Audio, Self::Video];

    /// Returns the kind in one word; the same in receipts, catalogues and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Document => "document",
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }

    /// Returns the type that holds this kind.
    #[must_use]
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Image => "Image",
            Self::Document => "Document",
            Self::Audio => "Audio",
            Self::Video => "Video",
        }
    }

    /// Returns the kind as a sentence has it: `an image`.
    #[must_use]
    pub const fn with_article(self) -> &'static str {
        match self {
            Self::Image => "an image",
            Self::Document => "a document",
            Self::Audio => "a recording",
            Self::Video => "a film",
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Image => 1,
            Self::Document => 2,
            Self::Audio => 4,
            Self::Video => 8,
        }
    }
}

impl fmt::Display for MediaKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of kinds of media.
///
/// ```
/// use driftless::media::{MediaKind, MediaKinds};
///
/// let kinds = MediaKinds::of(MediaKind::Image).with(MediaKind::Document);
/// assert!(kinds.has(MediaKind::Image) && !kinds.has(MediaKind::Audio));
/// assert_eq!(kinds.to_string(), "image, document");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct MediaKinds(u8);

impl MediaKinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// Every kind.
    pub const ALL: Self = Self(15);

    /// Returns the set of one kind.
    #[must_use]
    pub const fn of(kind: MediaKind) -> Self {
        Self(kind.bit())
    }

    /// Returns the set with one kind more.
    #[must_use]
    pub const fn with(self, kind: MediaKind) -> Self {
        Self(self.0 | kind.bit())
    }

    /// Returns `true` if the kind is in the set.
    #[must_use]
    pub const fn has(self, kind: MediaKind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Returns `true` if no kind is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the kinds in their order.
    pub fn iter(self) -> impl Iterator<Item = MediaKind> {
        MediaKind::ALL
            .into_iter()
            .filter(move |kind| self.has(*kind))
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }
}

impl fmt::Display for MediaKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(MediaKind::name).collect();
        f.write_str(&names.join(", "))
    }
}
