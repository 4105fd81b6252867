//! The media that a provider takes, as data, and the check of a message against it.

use driftless_core::prompt::{Role, Turn};

use super::{MediaKind, MediaKinds, MediaProblem, MediaSource, MediaType, Medium};

/// A rule on one kind of media: sources, types and limits that a provider takes.
///
/// ```
/// use driftless::media::{MediaKind, MediaRule, MediaType};
///
/// const PHOTOS: MediaRule = MediaRule::new(MediaKind::Image, &[MediaType::Png, MediaType::Jpeg])
///     .with_bytes()
///     .most(4)
///     .from("API reference", "2026-11-30");
/// assert_eq!(PHOTOS.kind(), MediaKind::Image);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one for each source")]
pub struct MediaRule {
    kind: MediaKind,
    types: &'static [MediaType],
    bytes: bool,
    urls: bool,
    file_ids: bool,
    needs_type: bool,
    most: Option<u32>,
    most_bytes: Option<u64>,
    most_base64: Option<u64>,
    most_total: Option<u64>,
    most_side: Option<u32>,
    crowd: Option<(u32, u32)>,
    most_pages: Option<u32>,
    source: &'static str,
    date: &'static str,
}

impl MediaRule {
    /// Returns a rule by which media of this kind and these types are known, and sent from no
    /// source yet.
    #[must_use]
    pub const fn new(kind: MediaKind, types: &'static [MediaType]) -> Self {
        Self {
            kind,
            types,
            bytes: false,
            urls: false,
            file_ids: false,
            needs_type: false,
            most: None,
            most_bytes: None,
            most_base64: None,
            most_total: None,
            most_side: None,
            crowd: None,
            most_pages: None,
            source: "",
            date: "",
        }
    }

    /// Takes bytes that are sent along.
    #[must_use]
    pub const fn with_bytes(mut self) -> Self {
        self.bytes = true;
        self
    }

    /// Takes `https` addresses, which the vendor fetches.
    #[must_use]
    pub const fn with_urls(mut self) -> Self {
        self.urls = true;
        self
    }

    /// Takes ids of files that were uploaded to this vendor.
    #[must_use]
    pub const fn with_file_ids(mut self) -> Self {
        self.file_ids = true;
        self
    }

    /// Needs the type of what the vendor fetches.
    #[must_use]
    pub const fn needs_type(mut self) -> Self {
        self.needs_type = true;
        self
    }

    /// Limits the number in one request.
    #[must_use]
    pub const fn most(mut self, number: u32) -> Self {
        self.most = Some(number);
        self
    }

    /// Limits the bytes of one.
    #[must_use]
    pub const fn most_bytes(mut self, bytes: u64) -> Self {
        self.most_bytes = Some(bytes);
        self
    }

    /// Limits the length of one in Base64.
    #[must_use]
    pub const fn most_base64(mut self, bytes: u64) -> Self {
        self.most_base64 = Some(bytes);
        self
    }

    /// Limits the bytes of all in one request.
    #[must_use]
    pub const fn most_total(mut self, bytes: u64) -> Self {
        self.most_total = Some(bytes);
        self
    }

    /// Limits width and height in pixels.
    #[must_use]
    pub const fn most_side(mut self, pixels: u32) -> Self {
        self.most_side = Some(pixels);
        self
    }

    /// Limits width and height in pixels where a request has `number` or more.
    #[must_use]
    pub const fn in_crowd(mut self, number: u32, most_side: u32) -> Self {
        self.crowd = Some((number, most_side));
        self
    }

    /// Limits the pages of one.
    #[must_use]
    pub const fn most_pages(mut self, pages: u32) -> Self {
        self.most_pages = Some(pages);
        self
    }

    /// Says where the rule comes from, and the day on which that was read, `YYYY-MM-DD`.
    #[must_use]
    pub const fn from(mut self, source: &'static str, date: &'static str) -> Self {
        self.source = source;
        self.date = date;
        self
    }

    /// Returns the kind.
    #[must_use]
    pub const fn kind(&self) -> MediaKind {
        self.kind
    }

    /// Returns the source of the rule, and the day on which it was read.
    #[must_use]
    pub const fn source(&self) -> (&'static str, &'static str) {
        (self.source, self.date)
    }

    /// Checks one medium.
    fn check(&self, vendor: &str, medium: &Medium) -> Result<(), MediaProblem> {
        let kind = self.kind;
        let refused = |what: &str| MediaProblem::Source {
            vendor: vendor.to_owned(),
            kind,
            what: what.to_owned(),
            takes: self.sources(),
        };
        match medium.source() {
            MediaSource::Bytes(_) if !self.bytes => return Err(refused("bytes")),
            MediaSource::Url(_) if !self.urls => return Err(refused("an address")),
            MediaSource::File { vendor: of, .. } if of != vendor => {
                return Err(MediaProblem::OtherVendor {
                    vendor: vendor.to_owned(),
                    of: of.to_owned(),
                });
            }
            MediaSource::File { .. } if !self.file_ids => return Err(refused("a file id")),
            MediaSource::Omitted => return Err(MediaProblem::NotStored { kind }),
            _ => {}
        }
        match medium.media_type() {
            Some(found) if !self.types.contains(&found) => {
                return Err(MediaProblem::Type {
                    vendor: vendor.to_owned(),
                    found,
                    takes: self.types.to_vec(),
                });
            }
            None if self.needs_type => {
                let vendor = vendor.to_owned();
                return Err(MediaProblem::TypeUnknown { vendor, kind });
            }
            _ => {}
        }
        let too_large = |bytes, most| MediaProblem::TooLarge {
            vendor: vendor.to_owned(),
            kind,
            bytes,
            most,
        };
        let bytes = medium.bytes().unwrap_or_default();
        if let Some(most) = self.most_bytes.filter(|most| bytes > *most) {
            return Err(too_large(bytes, most));
        }
        let encoded = base64_length(bytes);
        if let Some(most) = self.most_base64.filter(|most| encoded > *most) {
            return Err(too_large(bytes, most / 4 * 3));
        }
        match (medium.pages(), self.most_pages) {
            (Some(pages), Some(most)) if pages > most => Err(MediaProblem::Pages {
                vendor: vendor.to_owned(),
                pages,
                most,
            }),
            _ => Ok(()),
        }
    }

    /// Checks the media of this kind together.
    fn check_all(&self, vendor: &str, media: &[&Medium]) -> Result<(), MediaProblem> {
        let kind = self.kind;
        let number = u32::try_from(media.len()).unwrap_or(u32::MAX);
        if let Some(most) = self.most.filter(|most| number > *most) {
            return Err(MediaProblem::TooMany {
                vendor: vendor.to_owned(),
                kind,
                number,
                most,
            });
        }
        let crowded = self.crowd.filter(|(from, _)| number >= *from);
        let side = crowded.map(|(_, side)| side).or(self.most_side);
        let sizes = media.iter().filter_map(|medium| medium.pixels());
        let over = sizes
            .zip(std::iter::repeat(side))
            .find(|((width, height), side)| side.is_some_and(|most| (*width).max(*height) > most));
        if let Some(((width, height), Some(most))) = over {
            return Err(MediaProblem::Pixels {
                vendor: vendor.to_owned(),
                width,
                height,
                most,
                among: crowded.map(|_| number),
            });
        }
        let bytes = media.iter().filter_map(|medium| medium.bytes());
        let total = bytes.fold(0_u64, u64::saturating_add);
        match self.most_total {
            Some(most) if total > most => Err(MediaProblem::TotalTooLarge {
                vendor: vendor.to_owned(),
                bytes: total,
                most,
            }),
            _ => Ok(()),
        }
    }

    fn sources(&self) -> Vec<&'static str> {
        let all = [
            (self.bytes, "bytes (`from_bytes`, `from_path`)"),
            (self.urls, "addresses (`from_url`)"),
            (self.file_ids, "its own file ids (`from_file_id`)"),
        ];
        all.into_iter()
            .filter(|(is_taken, _)| *is_taken)
            .map(|(_, name)| name)
            .collect()
    }
}

/// Everything that a provider takes of media; [`MediaRules::NONE`] takes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaRules {
    rules: &'static [MediaRule],
    most_request: Option<u64>,
    remedy: &'static str,
}

impl MediaRules {
    /// Takes no media.
    pub const NONE: Self = Self::new(&[]);

    /// Takes what a rule is about, and nothing else.
    #[must_use]
    pub const fn new(rules: &'static [MediaRule]) -> Self {
        Self {
            rules,
            most_request: None,
            remedy: "ask a model of another vendor",
        }
    }

    /// Limits the bytes of a request's media in Base64 and its texts together.
    #[must_use]
    pub const fn most_request_bytes(mut self, bytes: u64) -> Self {
        self.most_request = Some(bytes);
        self
    }

    /// Says what to do about a kind that isn't taken.
    #[must_use]
    pub const fn remedy(mut self, remedy: &'static str) -> Self {
        self.remedy = remedy;
        self
    }

    /// Returns the rules.
    #[must_use]
    pub const fn rules(&self) -> &'static [MediaRule] {
        self.rules
    }

    /// Returns the kinds that are taken.
    #[must_use]
    pub fn kinds(&self) -> MediaKinds {
        let kinds = self.rules.iter().map(MediaRule::kind);
        kinds.fold(MediaKinds::NONE, MediaKinds::with)
    }

    /// Checks that a kind is taken at all.
    ///
    /// # Errors
    /// [`MediaProblem::Kind`] if it isn't.
    pub fn check_kind(&self, vendor: &str, kind: MediaKind) -> Result<&MediaRule, MediaProblem> {
        let mut rules = self.rules.iter();
        rules
            .find(|rule| rule.kind == kind)
            .ok_or_else(|| MediaProblem::Kind {
                vendor: vendor.to_owned(),
                kind,
                takes: self.kinds(),
                remedy: self.remedy,
            })
    }

    /// Checks all media of a conversation that `vendor` is sent.
    ///
    /// # Errors
    /// The first problem in the order of the messages, and then of their media together.
    pub fn check(&self, vendor: &str, turns: &[Turn]) -> Result<(), MediaProblem> {
        let mut media = Vec::new();
        let mut length = 0_u64;
        for turn in turns {
            let texts = u64::try_from(turn.content.text_bytes()).unwrap_or(u64::MAX);
            length = length.saturating_add(texts);
            for medium in turn.content.media() {
                if turn.role == Role::Assistant {
                    let kind = medium.kind();
                    return Err(MediaProblem::InAnswer { kind });
                }
                self.check_kind(vendor, medium.kind())?
                    .check(vendor, medium)?;
                if let MediaSource::Bytes(_) = medium.source() {
                    let encoded = base64_length(medium.bytes().unwrap_or_default());
                    length = length.saturating_add(encoded);
                }
                media.push(medium);
            }
        }
        for rule in self.rules {
            let of_kind = media.iter().filter(|medium| medium.kind() == rule.kind);
            rule.check_all(vendor, &of_kind.copied().collect::<Vec<_>>())?;
        }
        match self.most_request {
            Some(most) if !media.is_empty() && length > most => {
                Err(MediaProblem::RequestTooLarge {
                    vendor: vendor.to_owned(),
                    bytes: length,
                    most,
                })
            }
            _ => Ok(()),
        }
    }
}

/// Returns the length of so many bytes in Base64.
pub(crate) const fn base64_length(bytes: u64) -> u64 {
    bytes.div_ceil(3).saturating_mul(4)
}
