//! Pictures, documents, recordings and films as inputs of prompts.
//!
//! A value is made from bytes, from a file, from an `https` address that the vendor fetches, or
//! from the id of a file that was uploaded to one vendor. Its type is read from the first bytes,
//! its size in pixels and its duration from the headers; nothing is decoded. What can't be such a
//! medium is a [`MediaError`] at once: a file that is empty, cut off, renamed or encrypted, an SVG,
//! a directory.
//!
//! ```
//! use driftless::media::{Image, MediaType};
//! use driftless::{Contract, Prompt};
//!
//! #[derive(Contract)]
//! struct Total {
//!     cents: u32,
//! }
//!
//! #[derive(Prompt)]
//! #[prompt(output = Total, user = "What is the total of this receipt?\n{photo}")]
//! struct ReadReceipt {
//!     photo: Image,
//! }
//!
//! # let pixel = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\0\0\0\0IEND";
//! # let bytes = pixel.to_vec();
//! let photo = Image::from_bytes(bytes)?;
//! assert_eq!(photo.media_type(), Some(MediaType::Png));
//! assert_eq!(photo.pixels(), Some((1, 1)));
//! let prompt = ReadReceipt { photo };
//! assert_eq!(prompt.user().parts().len(), 2);
//! # Ok::<(), driftless::media::MediaError>(())
//! ```
//!
//! In a `user` template a placeholder of such a type, or of an `Option`, a `Vec` or a slice of one,
//! splits the message at its place: the text before it, the medium, the text behind it, in this
//! order. Text between two media that is white space alone isn't sent, since vendors refuse such
//! a part. In `system` a medium is a compile error, since vendors take only text there.
//!
//! Copies share the bytes. No receipt, cassette, error or log ever holds them, only their SHA-256.
//! An upload to a vendor, a conversion, and a fetch of an address are never done for you.

mod bytes;
mod document;
mod error;
mod facts;
mod kind;
mod media_type;
mod medium;
mod serial;
mod sha256;
mod sniff;
mod source;

pub use error::MediaError;
pub use kind::{MediaKind, MediaKinds};
pub use media_type::MediaType;
pub use medium::Medium;
pub use source::MediaSource;

use std::path::Path;
use std::sync::Arc;

macro_rules! media {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Medium);

        impl $name {
            /// Makes the medium of its bytes.
            ///
            /// # Errors
            /// The bytes are empty, cut off, encrypted, or of no type of this kind.
            pub fn from_bytes(bytes: impl Into<Arc<[u8]>>) -> Result<Self, MediaError> {
                Medium::from_bytes(MediaKind::$name, bytes.into()).map(Self)
            }

            /// Reads the file at `path`, now; the call that sends it doesn't look again. Reading
            /// blocks the thread.
            ///
            /// # Errors
            /// The file can't be read, is a directory or larger than 512 MiB, has the ending of
            /// another type, or holds what [`from_bytes`](Self::from_bytes) refuses.
            pub fn from_path(path: impl AsRef<Path>) -> Result<Self, MediaError> {
                Medium::from_path(MediaKind::$name, path.as_ref()).map(Self)
            }

            /// Names an `https` address that the vendor fetches; this program never does. A vendor
            /// that fetches none refuses the call before anything is sent.
            ///
            /// The type is taken from the path's ending; say it by
            /// [`of_type`](Self::of_type) where there is none.
            ///
            /// # Errors
            /// It is no `https` URL, or has a user name in it.
            pub fn from_url(url: impl AsRef<str>) -> Result<Self, MediaError> {
                Medium::from_url(MediaKind::$name, url.as_ref()).map(Self)
            }

            /// Names a file that was uploaded to `vendor`, the name of a provider such as
            /// `openai`. No other vendor is sent it: the call is refused before.
            ///
            /// Gemini's id is the `uri` of the file, and needs its [type](Self::of_type).
            ///
            /// # Errors
            /// One of them is empty or has characters that no id has.
            pub fn from_file_id(
                vendor: impl AsRef<str>,
                id: impl AsRef<str>,
            ) -> Result<Self, MediaError> {
                Medium::from_file_id(MediaKind::$name, vendor.as_ref(), id.as_ref()).map(Self)
            }

            /// Says the type of what is elsewhere. Bytes that are here have theirs in themselves,
            /// and a type of another kind says nothing: both leave the medium as it is.
            #[must_use]
            pub fn of_type(self, media_type: MediaType) -> Self {
                Self(self.0.with_type(media_type))
            }

            /// Returns the medium without its kind in the type.
            #[must_use]
            pub fn medium(&self) -> &Medium {
                &self.0
            }

            /// Returns the type of the bytes; `None` if it isn't known.
            #[must_use]
            pub fn media_type(&self) -> Option<MediaType> {
                self.0.media_type()
            }
        }

        impl From<$name> for Medium {
            fn from(of: $name) -> Self {
                of.0
            }
        }
    )*};
}

media! {
    /// A picture; see the [module](self).
    Image;
    /// A document of pages: a PDF. See the [module](self).
    Document;
    /// A recording of sound; see the [module](self).
    Audio;
    /// A film; see the [module](self).
    Video;
}

impl Image {
    /// Returns width and height in pixels, by the header; `None` if they aren't known.
    #[must_use]
    pub fn pixels(&self) -> Option<(u32, u32)> {
        self.0.pixels()
    }
}

impl Document {
    /// Returns the number of pages; `None` if it isn't known, as where a PDF's objects are
    /// compressed.
    #[must_use]
    pub fn pages(&self) -> Option<u32> {
        self.0.pages()
    }

    /// Sets the file name that vendors are sent, which a model may read; `document.pdf` unless set.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self(self.0.with_name(name.into()))
    }
}
