//! The media types that vendors take.

use std::fmt;

use serde::de::{self, Deserializer};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::MediaKind;

macro_rules! media_types {
    ($($(#[$doc:meta])* $name:ident: $kind:ident, $mime:literal, [$($ending:literal),+];)*) => {
        /// The type of a medium's bytes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum MediaType {
            $($(#[$doc])* $name,)*
        }

        impl MediaType {
            /// All types.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the kind of medium that has this type.
            #[must_use]
            pub const fn kind(self) -> MediaKind {
                match self {
                    $(Self::$name => MediaKind::$kind,)*
                }
            }

            /// Returns the name that IANA or common use has for the type, such as `image/png`.
            #[must_use]
            pub const fn mime(self) -> &'static str {
                match self {
                    $(Self::$name => $mime,)*
                }
            }

            /// Returns the endings of files of this type, without the dot; the first is the usual
            /// one.
            #[must_use]
            pub const fn endings(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &[$($ending),+],)*
                }
            }
        }
    };
}

media_types! {
    /// PNG.
    Png: Image, "image/png", ["png"];
    /// JPEG.
    Jpeg: Image, "image/jpeg", ["jpg", "jpeg"];
    /// GIF; vendors read the first frame, or refuse an animation.
    Gif: Image, "image/gif", ["gif"];
    /// WebP.
    Webp: Image, "image/webp", ["webp"];
    /// HEIC and HEIF, as phones write them.
    Heic: Image, "image/heic", ["heic", "heif"];
    /// BMP.
    Bmp: Image, "image/bmp", ["bmp"];
    /// TIFF.
    Tiff: Image, "image/tiff", ["tif", "tiff"];
    /// PDF.
    Pdf: Document, "application/pdf", ["pdf"];
    /// WAV.
    Wav: Audio, "audio/wav", ["wav"];
    /// MP3.
    Mp3: Audio, "audio/mpeg", ["mp3"];
    /// Ogg with Vorbis or Opus.
    Ogg: Audio, "audio/ogg", ["ogg", "oga", "opus"];
    /// FLAC.
    Flac: Audio, "audio/flac", ["flac"];
    /// AAC as a stream.
    Aac: Audio, "audio/aac", ["aac"];
    /// AIFF.
    Aiff: Audio, "audio/aiff", ["aiff", "aif"];
    /// AAC in MP4.
    M4a: Audio, "audio/mp4", ["m4a"];
    /// MP4.
    Mp4: Video, "video/mp4", ["mp4", "m4v", "3gp"];
    /// `QuickTime`.
    Mov: Video, "video/quicktime", ["mov"];
    /// `WebM`.
    Webm: Video, "video/webm", ["webm"];
    /// AVI.
    Avi: Video, "video/x-msvideo", ["avi"];
    /// MPEG-1 and MPEG-2.
    Mpeg: Video, "video/mpeg", ["mpeg", "mpg"];
}

impl MediaType {
    /// Returns the type whose usual file ending this is, in upper or lower case.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        let is = |known: &&'static str| known.eq_ignore_ascii_case(ending);
        let mut all = Self::ALL.iter();
        all.find(|of| of.endings().iter().any(is)).copied()
    }

    /// Returns the usual ending, which several APIs take as the name of a format.
    #[must_use]
    pub fn ending(self) -> &'static str {
        self.endings().first().copied().unwrap_or_default()
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mime())
    }
}

impl Serialize for MediaType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.mime())
    }
}

impl<'de> Deserialize<'de> for MediaType {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let mut all = Self::ALL.iter();
        let known = all.find(|known| known.mime() == text).copied();
        known.ok_or_else(|| de::Error::custom(format!("{text:?} is no media type that is known")))
    }
}
