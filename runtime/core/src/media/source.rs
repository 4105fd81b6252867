//! Where the bytes of a medium are.

use std::fmt;
use std::sync::Arc;

/// Where the bytes of a medium are.
#[derive(Clone)]
pub(super) enum Source {
    Bytes(Arc<[u8]>, Digest),
    Url(String),
    File {
        vendor: String,
        id: String,
    },
    /// They were left out when it was stored.
    Omitted(u64, Digest),
}

pub(super) type Digest = Arc<str>;

/// Where the bytes of a medium are, as a provider sees it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum MediaSource<'a> {
    /// Here.
    Bytes(&'a [u8]),
    /// At an `https` address that the vendor fetches.
    Url(&'a str),
    /// With a vendor, which gave the file this id.
    File {
        /// The vendor's name, as the provider has it.
        vendor: &'a str,
        /// The file's id.
        id: &'a str,
    },
    /// Nowhere: a stored message has only their digest.
    Omitted,
}

/// Never the bytes.
impl fmt::Debug for MediaSource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Url(url) => write!(f, "the address {}", without_query(url)),
            Self::File { vendor, id } => write!(f, "the file {id} of {vendor}"),
            Self::Omitted => f.write_str("bytes that were not stored"),
        }
    }
}

/// A source as it is compared: bytes count by their digest, here or left out.
pub(super) type SourceKey<'a> = (u8, u64, &'a str, &'a str);

impl Source {
    pub(super) fn key(&self) -> SourceKey<'_> {
        match self {
            Self::Bytes(bytes, digest) => (0, length(bytes), digest, ""),
            Self::Omitted(bytes, digest) => (0, *bytes, digest, ""),
            Self::Url(url) => (1, 0, url, ""),
            Self::File { vendor, id } => (2, 0, vendor, id),
        }
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Source {}

impl PartialOrd for Source {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Source {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl std::hash::Hash for Source {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

pub(super) fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// Returns an address without its query, which may be a signature.
pub(super) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
