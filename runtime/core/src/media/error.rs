//! Media that can't be sent to anybody.

use std::fmt;
use std::path::PathBuf;

use super::{MediaKind, MediaType};
use crate::visible::{debug_as_display, shown, shown_path};

/// Most characters of an address that are shown.
const LONGEST: usize = 200;

/// The reason why a medium can't be made; printed, it is a sentence with the remedy.
///
/// ```
/// use driftless::media::{Image, MediaError};
///
/// let error = Image::from_bytes(*b"<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap_err();
/// assert!(matches!(error, MediaError::WrongType { .. }));
/// assert!(error.to_string().contains("render it to PNG"));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MediaError {
    /// There are no bytes.
    Empty {
        /// The kind that was asked for.
        kind: MediaKind,
    },
    /// The bytes are something that can't be such a medium.
    WrongType {
        /// The kind that was asked for.
        kind: MediaKind,
        /// Their type, as far as it is known.
        found: Option<&'static str>,
        /// The remedy.
        remedy: &'static str,
    },
    /// The bytes are a medium of another kind.
    WrongKind {
        /// The kind that was asked for.
        kind: MediaKind,
        /// The type of the bytes.
        found: MediaType,
    },
    /// The file's name has the ending of another type.
    Renamed {
        /// The file.
        path: PathBuf,
        /// The type of its bytes.
        found: MediaType,
    },
    /// The bytes break off.
    Truncated {
        /// Their type.
        of: MediaType,
        /// The missing part.
        lacks: &'static str,
    },
    /// The document needs a password.
    Encrypted,
    /// The file is larger than any vendor takes.
    TooLarge {
        /// The file's size in bytes.
        bytes: u64,
        /// The largest size in bytes.
        most: u64,
    },
    /// The file can't be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        why: String,
    },
    /// The path leads to a directory or a device.
    NoFile {
        /// The path.
        path: PathBuf,
    },
    /// The address is none that a vendor could fetch.
    BadUrl {
        /// The address, without its query.
        url: String,
        /// The problem with it, with the remedy.
        why: &'static str,
    },
    /// A vendor's name or a file's id is empty, or has characters that no id has.
    BadFileId,
}

debug_as_display!(MediaError);

impl fmt::Display for MediaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { kind } => write!(
                f,
                "the {kind} has no bytes; was the file written to its end?"
            ),
            Self::WrongType {
                kind,
                found: Some(found),
                remedy,
            } => {
                let kind = kind.with_article();
                write!(f, "not {kind} that a vendor reads, but {found}; {remedy}")
            },
            Self::WrongType { kind, remedy, .. } => write!(
                f,
                "the bytes begin as no {kind} does that a vendor reads; {remedy}"
            ),
            Self::WrongKind { kind, found } => {
                let right = found.kind().type_name();
                let kind = kind.with_article();
                write!(f, "not {kind}, but {found}; make a `media::{right}` of it")
            }
            Self::Renamed { path, found } => write!(
                f,
                "{}: the bytes are {found}, whatever the name's ending says; give it the ending `.{}`, or read the file yourself and use `from_bytes`",
                shown_path(path),
                found.ending()
            ),
            Self::Truncated { of, lacks } => write!(
                f,
                "the {of} is cut off: {lacks} is missing; fetch or write the whole file again"
            ),
            Self::Encrypted => f.write_str(
                "the document is encrypted, which no vendor reads; save a copy without a password",
            ),
            Self::TooLarge { bytes, most } => write!(
                f,
                "the file has {bytes} bytes, and no vendor takes more than {most} with a request; make it smaller, or upload it to the vendor and use `from_file_id`"
            ),
            Self::Unreadable { path, why } => {
                write!(f, "{}: can't be read: {}", shown_path(path), shown(why, LONGEST))
            }
            Self::NoFile { path } => write!(
                f,
                "{}: is a directory or a device, not a file; name a file",
                shown_path(path)
            ),
            Self::BadUrl { url, why } => {
                write!(f, "`{}` can't be sent: {why}", shown(url, LONGEST))
            }
            Self::BadFileId => f.write_str(
                "a vendor's name and a file's id are needed, each in visible ASCII without spaces; give the id as the vendor's upload returned it",
            ),
        }
    }
}

impl std::error::Error for MediaError {}
