//! A medium as JSON, for receipts and stored conversations: what it is, never its bytes.

use serde::de::{Deserializer, Error as _};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::{MediaKind, MediaSource, MediaType, Medium};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    media: MediaKind,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    of: Option<MediaType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pixels: Option<(u32, u32)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pages: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    millis: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vendor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

impl Serialize for Medium {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut url, mut vendor, mut file) = (None, None, None);
        match self.source() {
            MediaSource::Url(of) => url = Some(of.to_owned()),
            MediaSource::File { vendor: of, id } => {
                (vendor, file) = (Some(of.to_owned()), Some(id.to_owned()));
            }
            MediaSource::Bytes(_) | MediaSource::Omitted => {}
        }
        let form = Form {
            media: self.kind(),
            of: self.media_type(),
            name: self.name().map(str::to_owned),
            bytes: self.bytes(),
            sha256: self.sha256().map(str::to_owned),
            pixels: self.pixels(),
            pages: self.pages(),
            millis: self.millis(),
            url,
            vendor,
            file,
        };
        form.serialize(serializer)
    }
}

/// One that had its bytes is read without them, and no provider sends it.
impl<'de> Deserialize<'de> for Medium {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let form = Form::deserialize(from)?;
        let kind = form.media;
        let made = match (&form.url, &form.vendor, &form.file) {
            (Some(url), None, None) => Self::from_url(kind, url),
            (None, Some(vendor), Some(id)) => Self::from_file_id(kind, vendor, id),
            (None, None, None) => {
                let facts = Facts {
                    pixels: form.pixels,
                    pages: form.pages,
                    millis: form.millis,
                };
                let (Some(bytes), Some(digest)) = (form.bytes, &form.sha256) else {
                    return Err(D::Error::custom("a medium without a source"));
                };
                Ok(Self::omitted(kind, form.of, bytes, digest, facts))
            }
            _ => return Err(D::Error::custom("a medium with several sources")),
        };
        let mut medium = made.map_err(D::Error::custom)?;
        if let Some(of) = form.of {
            medium = medium.with_type(of);
        }
        Ok(match form.name {
            Some(name) => medium.with_name(name),
            None => medium,
        })
    }
}
