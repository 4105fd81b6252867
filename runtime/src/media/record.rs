//! A medium as a receipt has it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{MediaKind, MediaSource, MediaType, Medium};

/// A medium that a call was given: what it is, and a digest of it; never the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MediaRecord {
    /// The kind.
    pub kind: MediaKind,
    /// The type; `None` if it isn't known.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none", default)]
    pub media_type: Option<MediaType>,
    /// The number of bytes; `None` if the vendor fetches or has them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bytes: Option<u64>,
    /// SHA-256 of the bytes as 64 hexadecimal digits; `None` if the vendor fetches or has them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<String>,
    /// Width and height in pixels, by the header.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pixels: Option<(u32, u32)>,
    /// The number of pages, as far as it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pages: Option<u32>,
    /// The duration in milliseconds, by the header.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub millis: Option<u64>,
    /// The address without its query, which may be a signature.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// The file's id, behind the vendor's name: `openai/file-17`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<String>,
}

impl From<&Medium> for MediaRecord {
    fn from(medium: &Medium) -> Self {
        let (mut url, mut file) = (None, None);
        match medium.source() {
            MediaSource::Url(of) => {
                url = of.split(['?', '#']).next().map(str::to_owned);
            }
            MediaSource::File { vendor, id } => file = Some(format!("{vendor}/{id}")),
            _ => {}
        }
        Self {
            kind: medium.kind(),
            media_type: medium.media_type(),
            bytes: medium.bytes(),
            sha256: medium.sha256().map(str::to_owned),
            pixels: medium.pixels(),
            pages: medium.pages(),
            millis: medium.millis(),
            url,
            file,
        }
    }
}

/// `image/png, 68 bytes, 1 × 1 px, sha256 2c26b46b68ff…`
impl fmt::Display for MediaRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.media_type {
            Some(of) => write!(f, "{of}")?,
            None => write!(f, "{}", self.kind)?,
        }
        if let Some(bytes) = self.bytes {
            write!(f, ", {bytes} bytes")?;
        }
        if let Some((width, height)) = self.pixels {
            write!(f, ", {width} × {height} px")?;
        }
        if let Some(pages) = self.pages {
            write!(f, ", {pages} pages")?;
        }
        if let Some(digest) = &self.sha256 {
            let short = digest.get(..12).unwrap_or(digest);
            write!(f, ", sha256 {short}…")?;
        }
        for place in self.url.iter().chain(&self.file) {
            write!(f, ", {place}")?;
        }
        Ok(())
    }
}
