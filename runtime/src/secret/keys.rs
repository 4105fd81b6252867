//! The only search for keys: cassettes, errors, receipts, drifts, journals and reports all use it.
//!
//! A key is found by its letters and digits, whatever case they are in and whatever stands
//! between them (blanks, characters without width, punctuation), forwards and backwards. It is
//! looked for in the text as it is and in what the text says once decoded: up to four layers of
//! percent signs, backslash escapes and HTML entities, then up to two layers of Base64 or
//! hexadecimal digits, each again with four layers of the others; and in the strings of one name
//! that a JSON text or a stream has, joined. The beginning of a key, eight letters or more, is
//! found at the end of a text and before an ellipsis, since it was cut there. A text that has
//! fewer characters than the key is searched as it is only.
//!
//! Not found are: any other encoding or cipher, single words of a key, other fragments of it,
//! letters that only look alike, a key of fewer than eight characters, and any secret that isn't
//! the key of the provider.
//!
//! The work is linear in the length of the text, whatever the text: each layer is read once, a
//! run of backslashes or percent signs in one step, and the number of layers is bounded.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;
use secrecy::{ExposeSecret, SecretSlice};

use super::Secret;
use super::layer::{BREAK, Layer, Letters};

/// Stands where a key was.
pub(crate) const MASK: &str = "(key)";

/// Shorter keys are placeholders for servers that want none (`k`, `test`, `EMPTY`); they occur in
/// model names and ordinary words by chance. Neither is a shorter beginning of a key worth masking.
pub(super) const SHORTEST: usize = 8;

/// Number of times that Base64 and hexadecimal digits are decoded.
const DECODED: usize = 2;
/// Number of times that escapes are undone in between.
const UNESCAPED: usize = 4;

/// The keys of one provider, to be found in texts. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Keys(Arc<[Needle]>);

/// One key in one direction.
struct Needle {
    /// As [`Letters`] of this kind writes it.
    bytes: SecretSlice<u8>,
    kind: Letters,
}

impl Keys {
    /// Returns the keys that are long enough to be distinguished from ordinary words.
    pub(crate) fn new(secrets: &[&Secret]) -> Self {
        let keys = secrets.iter().map(|secret| secret.expose());
        let keys = keys.filter(|key| key.len() >= SHORTEST);
        let needles = keys.flat_map(|key| {
            let alphanumeric = Letters::Alphanumeric.of(key.as_bytes());
            let (forwards, kind) = if alphanumeric.len() >= SHORTEST {
                (alphanumeric, Letters::Alphanumeric)
            } else {
                (Letters::Graphic.of(key.as_bytes()), Letters::Graphic)
            };
            let backwards: Vec<u8> = forwards.iter().rev().copied().collect();
            [forwards, backwards].map(|bytes| Needle {
                bytes: bytes.into(),
                kind,
            })
        });
        let needles = needles.filter(|needle| needle.text().len() >= SHORTEST);
        Self(needles.collect())
    }

    /// Returns `true` if a key is in `text`, which is whole.
    pub(crate) fn hits(&self, text: &[u8]) -> bool {
        !self.is_shorter(text) && !self.find(text).is_empty()
    }

    /// Returns `true` if `text` is shorter than any key, as most headers are.
    fn is_shorter(&self, text: &[u8]) -> bool {
        let lengths = self.0.iter().map(|needle| needle.text().len());
        lengths.min().is_none_or(|shortest| text.len() < shortest)
    }

    /// Returns `text` without keys.
    pub(crate) fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let found = self.find(text.as_bytes());
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(replaced(text, &found))
    }

    /// Takes the keys out of `text`.
    pub(crate) fn clean(&self, text: &mut String) {
        if let Cow::Owned(masked) = self.mask(text) {
            *text = masked;
        }
    }

    /// Returns a JSON text without keys in its strings, which are looked at one by one, so that it
    /// stays JSON.
    pub(crate) fn mask_strings<'t>(&self, json: &'t str) -> Cow<'t, str> {
        if self.find(json.as_bytes()).is_empty() {
            return Cow::Borrowed(json);
        }
        let mut found = Vec::new();
        for string in super::unescape::strings(json.as_bytes()) {
            let inside = json.as_bytes().get(string.clone()).unwrap_or_default();
            let moved = |range: Range<usize>| {
                let by = string.start;
                range.start.saturating_add(by)..range.end.saturating_add(by)
            };
            found.extend(self.find(inside).into_iter().map(moved));
        }
        Cow::Owned(replaced(json, &found))
    }

    /// Returns the pieces of a body without keys, also where a key goes over the end of a piece; as
    /// many pieces as before.
    #[cfg(feature = "cassette")]
    pub(crate) fn mask_pieces(&self, bytes: &[u8], pieces: &[Range<usize>]) -> Vec<Vec<u8>> {
        let found = self.find(bytes);
        let mut next = 0_usize;
        let within = |piece: &Range<usize>| {
            let mut masked = Vec::with_capacity(piece.len());
            let mut from = piece.start;
            // Pieces and places are both in order, so that each is looked at once.
            while found
                .get(next)
                .is_some_and(|range| range.end <= piece.start)
            {
                next = next.saturating_add(1);
            }
            let here = found.get(next..).unwrap_or_default();
            for range in here.iter().take_while(|range| range.start < piece.end) {
                masked.extend_from_slice(bytes.get(from..range.start.max(from)).unwrap_or(&[]));
                if range.start >= piece.start {
                    masked.extend_from_slice(MASK.as_bytes());
                }
                from = range.end.min(piece.end);
            }
            masked.extend_from_slice(bytes.get(from..piece.end).unwrap_or(&[]));
            masked
        };
        pieces.iter().map(within).collect()
    }

    /// Returns where keys stand in `text`, in order, none within another.
    pub(crate) fn find(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.0.is_empty() || text.len() < SHORTEST {
            return found;
        }
        let root = Layer::root(text);
        if self.is_shorter(text) {
            self.look(&root, &mut found);
            return merged(found);
        }
        self.search(&root, DECODED, &mut found);
        if let Some(joined) = root.joined() {
            self.search(&joined, DECODED, &mut found);
        }
        merged(found)
    }

    /// Looks in `layer` and in all that it says once decoded.
    fn search(&self, layer: &Layer<'_>, decoded: usize, found: &mut Vec<Range<usize>>) {
        self.look(layer, found);
        let mut plain = None;
        for _ in 0..UNESCAPED {
            let Some(next) = plain.as_ref().unwrap_or(layer).unescaped() else {
                break;
            };
            self.look(&next, found);
            plain = Some(next);
        }
        let Some(fewer) = decoded.checked_sub(1) else {
            return;
        };
        let plain = plain.as_ref().unwrap_or(layer);
        for shift in 0..2 {
            self.inside(plain.hex(shift), fewer, found);
        }
        for shift in 0..4 {
            self.inside(plain.base64(shift), fewer, found);
        }
    }

    fn inside(&self, layer: Option<Layer<'_>>, decoded: usize, found: &mut Vec<Range<usize>>) {
        if let Some(layer) = layer {
            self.search(&layer, decoded, found);
        }
    }

    /// Looks in one layer.
    fn look(&self, layer: &Layer<'_>, found: &mut Vec<Range<usize>>) {
        for kind in [Letters::Alphanumeric, Letters::Graphic] {
            let mut needles = self
                .0
                .iter()
                .filter(|needle| needle.kind == kind)
                .peekable();
            if needles.peek().is_none() {
                continue;
            }
            let (letters, places) = layer.letters(kind);
            for needle in needles {
                let needle = needle.text();
                for start in memmem::find_iter(&letters, needle) {
                    let end = start.saturating_add(needle.len());
                    layer.sources(places.get(start..end).unwrap_or_default(), found);
                }
                let mut from = 0;
                for end in memchr::memchr_iter(BREAK, &letters).chain([letters.len()]) {
                    let length = cut(letters.get(from..end).unwrap_or_default(), needle);
                    let start = end.saturating_sub(length);
                    layer.sources(places.get(start..end).unwrap_or_default(), found);
                    from = end.saturating_add(1);
                }
            }
        }
    }
}

impl Needle {
    fn text(&self) -> &[u8] {
        self.bytes.expose_secret()
    }
}

/// Prints that there are keys, and nothing of them.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// Keys are no part of what an answer is.
impl PartialEq for Keys {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Returns the length of the longest beginning of `needle` with which `letters` ends; 0 if it is
/// shorter than [`SHORTEST`].
fn cut(letters: &[u8], needle: &[u8]) -> usize {
    let most = needle.len().saturating_sub(1).min(letters.len());
    // A key has some hundred letters at most, and few ends of a text look like its beginning.
    let is_cut = |length: &usize| {
        let begin = needle.get(..*length);
        begin.is_some_and(|begin| letters.ends_with(begin))
    };
    (SHORTEST..=most).rev().find(is_cut).unwrap_or(0)
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Returns `text` with the mark in each of `places`.
fn replaced(text: &str, places: &[Range<usize>]) -> String {
    let mut masked = String::new();
    let mut from = 0;
    for place in places {
        // Both ends of a spelling are ASCII, so that they stand between characters.
        let Some(before) = text.get(from..place.start) else {
            return MASK.to_owned();
        };
        masked.push_str(before);
        masked.push_str(MASK);
        from = place.end;
    }
    match text.get(from..) {
        Some(rest) => masked + rest,
        None => MASK.to_owned(),
    }
}
