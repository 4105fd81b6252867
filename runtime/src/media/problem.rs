//! Media that a model isn't sent.

use std::fmt;

use super::{MediaKind, MediaKinds, MediaType};
use crate::visible::debug_as_display;

/// The reason why a model can't be sent a medium; printed, it is a sentence with the remedy.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MediaProblem {
    /// The provider takes no media of this kind.
    Kind {
        /// The provider's name.
        vendor: String,
        /// The kind.
        kind: MediaKind,
        /// The kinds that it takes.
        takes: MediaKinds,
        /// The remedy.
        remedy: &'static str,
    },
    /// The model is known to take no media of this kind.
    Model {
        /// The model.
        model: String,
        /// The kind.
        kind: MediaKind,
        /// Where that comes from, with the day.
        source: String,
        /// Models of the catalogue that take it, those of the same vendor first.
        others: Vec<String>,
    },
    /// The provider doesn't take this kind from where it is.
    Source {
        /// The provider's name.
        vendor: String,
        /// The kind.
        kind: MediaKind,
        /// Where it is.
        what: String,
        /// Sources that are taken.
        takes: Vec<&'static str>,
    },
    /// The file was uploaded to another vendor.
    OtherVendor {
        /// The provider's name.
        vendor: String,
        /// The vendor that has the file.
        of: String,
    },
    /// The provider doesn't take this type.
    Type {
        /// The provider's name.
        vendor: String,
        /// The type.
        found: MediaType,
        /// The types that it takes.
        takes: Vec<MediaType>,
    },
    /// The provider needs the type of what it fetches.
    TypeUnknown {
        /// The provider's name.
        vendor: String,
        /// The kind.
        kind: MediaKind,
    },
    /// A medium has too many bytes.
    TooLarge {
        /// The provider's name.
        vendor: String,
        /// The kind.
        kind: MediaKind,
        /// Its bytes.
        bytes: u64,
        /// The most bytes.
        most: u64,
    },
    /// All media of one kind have too many bytes together.
    TotalTooLarge {
        /// The provider's name.
        vendor: String,
        /// Their bytes.
        bytes: u64,
        /// The most bytes.
        most: u64,
    },
    /// The request would be too large.
    RequestTooLarge {
        /// The provider's name.
        vendor: String,
        /// Its bytes.
        bytes: u64,
        /// The most bytes.
        most: u64,
    },
    /// There are too many media of one kind.
    TooMany {
        /// The provider's name.
        vendor: String,
        /// The kind.
        kind: MediaKind,
        /// Their number.
        number: u32,
        /// The largest number.
        most: u32,
    },
    /// A picture has too many pixels.
    Pixels {
        /// The provider's name.
        vendor: String,
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
        /// The longest side.
        most: u32,
        /// The number of pictures, if the limit holds for so many only.
        among: Option<u32>,
    },
    /// A document has too many pages.
    Pages {
        /// The provider's name.
        vendor: String,
        /// Its pages.
        pages: u32,
        /// The most pages.
        most: u32,
    },
    /// The medium was read from a stored message, which has no bytes.
    NotStored {
        /// The kind.
        kind: MediaKind,
    },
    /// A message of the model holds a medium.
    InAnswer {
        /// The kind.
        kind: MediaKind,
    },
}

impl fmt::Display for MediaProblem {
    #[allow(clippy::too_many_lines, reason = "a sentence for each variant")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind {
                vendor,
                kind,
                takes,
                remedy,
            } => {
                write!(f, "{vendor} takes no {kind} here")?;
                if !takes.is_empty() {
                    write!(f, " (it takes: {takes})")?;
                }
                write!(f, "; {remedy}")
            }
            Self::Model {
                model,
                kind,
                source,
                others,
            } => {
                write!(f, "{model} takes no {kind} ({source}); ")?;
                if others.is_empty() {
                    f.write_str("choose another model, or correct the row by `.catalogue(…)`")
                } else {
                    let others = others.join(", ");
                    write!(
                        f,
                        "choose one that does, such as {others}, or correct the row by `.catalogue(…)`"
                    )
                }
            }
            Self::Source {
                vendor,
                kind,
                what,
                takes,
            } => write!(
                f,
                "{vendor} doesn't take {what} for {}; it takes {}",
                kind.with_article(),
                takes.join(", ")
            ),
            Self::OtherVendor { vendor, of } => write!(
                f,
                "the file was uploaded to `{of}`, and {vendor} can't read it; upload it to {vendor}, give the bytes, or leave {vendor} out of the plan"
            ),
            Self::Type {
                vendor,
                found,
                takes,
            } => {
                let takes: Vec<&str> = takes.iter().map(|of| of.mime()).collect();
                let takes = takes.join(", ");
                write!(
                    f,
                    "{vendor} doesn't take {found}; convert it to one of: {takes}"
                )
            }
            Self::TypeUnknown { vendor, kind } => write!(
                f,
                "{vendor} needs the type of what it fetches, and that of this {kind} isn't known; say it by `.of_type(…)`"
            ),
            Self::TooLarge {
                vendor,
                kind,
                bytes,
                most,
            } => write!(
                f,
                "the {kind} has {bytes} bytes, and {vendor} takes {most} at most; make it smaller"
            ),
            Self::TotalTooLarge {
                vendor,
                bytes,
                most,
            } => write!(
                f,
                "the media have {bytes} bytes together, and {vendor} takes {most} at most; send fewer, or smaller ones"
            ),
            Self::RequestTooLarge {
                vendor,
                bytes,
                most,
            } => write!(
                f,
                "the request would have {bytes} bytes, and {vendor} takes {most} at most; send fewer or smaller media"
            ),
            Self::TooMany {
                vendor,
                kind,
                number,
                most,
            } => write!(
                f,
                "{number} media of the kind {kind}, and {vendor} takes {most} in a request; split them over several calls"
            ),
            Self::Pixels {
                vendor,
                width,
                height,
                most,
                among,
            } => {
                write!(
                    f,
                    "the image has {width} × {height} pixels, and {vendor} takes {most} a side at most"
                )?;
                if let Some(among) = among {
                    write!(f, " in a request of {among} images")?;
                }
                f.write_str("; scale it down")
            }
            Self::Pages {
                vendor,
                pages,
                most,
            } => write!(
                f,
                "the document has {pages} pages, and {vendor} takes {most} at most; split it"
            ),
            Self::NotStored { kind } => write!(
                f,
                "the {kind} was read from a stored message, which has its digest and not its bytes; put the medium itself in its place"
            ),
            Self::InAnswer { kind } => write!(
                f,
                "a message of the model holds {}, which vendors refuse; put it into a message of the application",
                kind.with_article()
            ),
        }
    }
}

debug_as_display!(MediaProblem);

impl std::error::Error for MediaProblem {}
