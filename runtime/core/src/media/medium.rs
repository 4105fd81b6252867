//! One medium of any kind: where its bytes are, and what is known of them.

use std::fmt;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use super::facts::{self, Facts, Flaw};
use super::sniff::{Sniffed, sniff};
use super::source::{MediaSource, Source, length, without_query};
use super::{MediaError, MediaKind, MediaType, sha256};
use crate::fingerprint::Hasher;

/// The largest file in bytes that is read: the most that any vendor takes with one request (OpenAI,
/// guide "Images and vision", 2026-07).
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// A medium of a message. Copies share the bytes; printed by `Debug`, it shows none of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Medium(Arc<Inner>);

#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Inner {
    kind: MediaKind,
    media_type: Option<MediaType>,
    name: Option<String>,
    source: Source,
    pixels: Option<(u32, u32)>,
    pages: Option<u32>,
    millis: Option<u64>,
}

impl Medium {
    pub(super) fn from_bytes(kind: MediaKind, bytes: Arc<[u8]>) -> Result<Self, MediaError> {
        if bytes.is_empty() {
            return Err(MediaError::Empty { kind });
        }
        let wrong = |found, remedy| MediaError::WrongType {
            kind,
            found,
            remedy,
        };
        let found = match sniff(&bytes) {
            Sniffed::Known(found) => found,
            Sniffed::Other(what, remedy) => return Err(wrong(Some(what), remedy)),
            Sniffed::Unknown => return Err(wrong(None, "convert it to a common type")),
        };
        if found.kind() != kind {
            return Err(MediaError::WrongKind { kind, found });
        }
        let read = facts::read(found, &bytes).map_err(|flaw| match flaw {
            Flaw::Truncated(lacks) => MediaError::Truncated { of: found, lacks },
            Flaw::Encrypted => MediaError::Encrypted,
        })?;
        let digest = sha256::hex(&bytes).into();
        Ok(Self::new(
            kind,
            Some(found),
            Source::Bytes(bytes, digest),
            read,
        ))
    }

    /// Reads the file at `path`, now.
    pub(super) fn from_path(kind: MediaKind, path: &Path) -> Result<Self, MediaError> {
        let unreadable = |error: std::io::Error| MediaError::Unreadable {
            path: path.to_owned(),
            why: error.to_string(),
        };
        let about = fs::metadata(path).map_err(unreadable)?;
        if !about.is_file() {
            let path = path.to_owned();
            return Err(MediaError::NoFile { path });
        }
        let too_large = |bytes| MediaError::TooLarge {
            bytes,
            most: MOST_BYTES,
        };
        if about.len() > MOST_BYTES {
            return Err(too_large(about.len()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
        // It may grow meanwhile.
        let file = File::open(path).map_err(unreadable)?;
        let mut most = file.take(MOST_BYTES.saturating_add(1));
        most.read_to_end(&mut bytes).map_err(unreadable)?;
        if length(&bytes) > MOST_BYTES {
            return Err(too_large(length(&bytes)));
        }
        let this = Self::from_bytes(kind, bytes.into())?;
        let ending = path.extension().and_then(|ending| ending.to_str());
        let named = ending.and_then(MediaType::of_ending);
        match (named, this.media_type()) {
            (Some(named), Some(found)) if named != found => Err(MediaError::Renamed {
                path: path.to_owned(),
                found,
            }),
            _ => Ok(this),
        }
    }

    pub(super) fn from_url(kind: MediaKind, url: &str) -> Result<Self, MediaError> {
        let bad = |why| MediaError::BadUrl {
            url: without_query(url).to_owned(),
            why,
        };
        let scheme = url.split(':').next().unwrap_or_default();
        if scheme.eq_ignore_ascii_case("data") {
            let why = "a data URL holds the bytes itself; decode its Base64 and use `from_bytes`";
            return Err(MediaError::BadUrl {
                url: "data:…".to_owned(),
                why,
            });
        }
        let parsed = fluent_uri::Uri::parse(url)
            .map_err(|_not_one| bad("it is no URL; percent-encode what isn't ASCII"))?;
        if !scheme.eq_ignore_ascii_case("https") {
            return Err(bad(
                "vendors fetch `https` addresses alone; use one, or read the bytes yourself and use `from_bytes`",
            ));
        }
        let authority = parsed.authority();
        if authority.is_none_or(|of| of.host().is_empty()) {
            return Err(bad("it names no host"));
        }
        if authority.is_some_and(|of| of.userinfo().is_some()) {
            return Err(bad(
                "it holds a user name, which vendors don't send; use an address without, or a signed one",
            ));
        }
        let path = parsed.path().as_str();
        let last = path.rsplit('/').next().unwrap_or_default();
        let ending = last.rsplit_once('.').map(|(_, ending)| ending);
        let media_type = ending
            .and_then(MediaType::of_ending)
            .filter(|of| of.kind() == kind);
        let source = Source::Url(url.to_owned());
        Ok(Self::new(kind, media_type, source, Facts::default()))
    }

    pub(super) fn from_file_id(
        kind: MediaKind,
        vendor: &str,
        id: &str,
    ) -> Result<Self, MediaError> {
        let fits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        if !fits(vendor) || !fits(id) {
            return Err(MediaError::BadFileId);
        }
        let source = Source::File {
            vendor: vendor.to_owned(),
            id: id.to_owned(),
        };
        Ok(Self::new(kind, None, source, Facts::default()))
    }

    pub(super) fn omitted(
        kind: MediaKind,
        media_type: Option<MediaType>,
        bytes: u64,
        digest: &str,
        facts: Facts,
    ) -> Self {
        Self::new(
            kind,
            media_type,
            Source::Omitted(bytes, digest.into()),
            facts,
        )
    }

    fn new(kind: MediaKind, media_type: Option<MediaType>, source: Source, facts: Facts) -> Self {
        Self(Arc::new(Inner {
            kind,
            media_type,
            name: None,
            source,
            pixels: facts.pixels,
            pages: facts.pages,
            millis: facts.millis,
        }))
    }

    fn changed(&self, change: impl FnOnce(&mut Inner)) -> Self {
        let of = &self.0;
        let mut inner = Inner {
            kind: of.kind,
            media_type: of.media_type,
            name: of.name.clone(),
            source: of.source.clone(),
            pixels: of.pixels,
            pages: of.pages,
            millis: of.millis,
        };
        change(&mut inner);
        Self(Arc::new(inner))
    }

    /// Only where the bytes aren't here: these have their type in themselves.
    pub(super) fn with_type(&self, media_type: MediaType) -> Self {
        if matches!(self.0.source, Source::Bytes(..)) || media_type.kind() != self.0.kind {
            return self.clone();
        }
        self.changed(|inner| inner.media_type = Some(media_type))
    }

    pub(super) fn with_name(&self, name: String) -> Self {
        self.changed(|inner| inner.name = Some(name))
    }

    /// Returns the kind.
    #[must_use]
    pub fn kind(&self) -> MediaKind {
        self.0.kind
    }

    /// Returns the type of the bytes; `None` if it isn't known, as of a file with a vendor.
    #[must_use]
    pub fn media_type(&self) -> Option<MediaType> {
        self.0.media_type
    }

    /// Returns where the bytes are.
    #[must_use]
    pub fn source(&self) -> MediaSource<'_> {
        match &self.0.source {
            Source::Bytes(bytes, _) => MediaSource::Bytes(bytes),
            Source::Url(url) => MediaSource::Url(url),
            Source::File { vendor, id } => MediaSource::File { vendor, id },
            Source::Omitted(..) => MediaSource::Omitted,
        }
    }

    /// Returns the number of bytes; `None` if they aren't here.
    #[must_use]
    pub fn bytes(&self) -> Option<u64> {
        match &self.0.source {
            Source::Bytes(bytes, _) => Some(length(bytes)),
            Source::Omitted(bytes, _) => Some(*bytes),
            Source::Url(_) | Source::File { .. } => None,
        }
    }

    /// Returns the SHA-256 of the bytes as 64 hexadecimal digits, or `None` if they aren't here.
    #[must_use]
    pub fn sha256(&self) -> Option<&str> {
        match &self.0.source {
            Source::Bytes(_, digest) | Source::Omitted(_, digest) => Some(digest),
            Source::Url(_) | Source::File { .. } => None,
        }
    }

    /// Returns width and height in pixels, by the header; `None` if they aren't known.
    #[must_use]
    pub fn pixels(&self) -> Option<(u32, u32)> {
        self.0.pixels
    }

    /// Returns the number of pages; `None` if it isn't known, as where a PDF's objects are
    /// compressed.
    #[must_use]
    pub fn pages(&self) -> Option<u32> {
        self.0.pages
    }

    /// Returns the duration in milliseconds, by the header; `None` if it isn't known.
    #[must_use]
    pub fn millis(&self) -> Option<u64> {
        self.0.millis
    }

    /// Returns the file name that vendors are sent with a document.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// Adds the medium to a hash.
    pub(crate) fn hashed(&self, hasher: Hasher) -> Hasher {
        let (source, _, one, two) = self.0.source.key();
        hasher
            .text("\0media")
            .text(self.0.kind.name())
            .text(self.0.media_type.map_or("", MediaType::mime))
            .text(self.name().unwrap_or_default())
            .byte(source)
            .text(one)
            .text(two)
    }
}

/// `image/png of 68 bytes`; never the bytes.
impl fmt::Display for Medium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.media_type {
            Some(of) => write!(f, "{of}")?,
            None => write!(f, "{}", self.0.kind)?,
        }
        match self.bytes() {
            Some(bytes) => write!(f, " of {bytes} bytes"),
            None => write!(f, " at {:?}", self.source()),
        }
    }
}

impl fmt::Debug for Medium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{self}]")
    }
}
