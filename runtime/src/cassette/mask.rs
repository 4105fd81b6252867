//! Keys, found in whatever spelling a server gives them back in, and masked.
//!
//! A key is searched for as it is, percent-encoded, with JSON's escapes (of JSON within JSON as well), and in Base64 wherever in a longer text it stands.
//! What isn't found is a key that a model spells out in pieces of its own, and any secret that isn't the key of the provider.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// What stands where a key was; providers put the same into their messages.
const MASK: &str = "(key)";

/// Shorter keys are placeholders for servers that want none; they occur in ordinary words by chance.
const SHORTEST: usize = 8;

/// The spellings of a provider's keys.
#[derive(Default)]
pub(super) struct Masks {
    needles: Vec<Vec<u8>>,
}

impl Masks {
    pub(super) fn new(keys: &[&str]) -> Self {
        let mut needles = Vec::new();
        for key in keys.iter().filter(|key| key.len() >= SHORTEST) {
            needles.push(key.as_bytes().to_vec());
            for lead in 0..3 {
                let inside = inside_base64(key, lead);
                let url_safe = inside
                    .iter()
                    .map(|byte| match byte {
                        b'+' => b'-',
                        b'/' => b'_',
                        other => *other,
                    })
                    .collect();
                needles.push(inside);
                needles.push(url_safe);
            }
        }
        needles.dedup();
        Self { needles }
    }

    /// Whether a key is in `text`.
    pub(super) fn hits(&self, text: &str) -> bool {
        !self.find(text.as_bytes()).is_empty()
    }

    /// `text` without keys.
    pub(super) fn text(&self, text: &str) -> String {
        let found = self.find(text.as_bytes());
        if found.is_empty() {
            return text.to_owned();
        }
        let mut masked = String::new();
        let mut from = 0;
        for range in found {
            // Both ends of a spelling are ASCII, so that they stand between characters.
            masked.push_str(text.get(from..range.start).unwrap_or_default());
            masked.push_str(MASK);
            from = range.end;
        }
        masked.push_str(text.get(from..).unwrap_or_default());
        masked
    }

    /// The pieces of a body without keys, also where a key goes over the end of a piece; as many pieces as before.
    pub(super) fn pieces(&self, bytes: &[u8], pieces: &[Range<usize>]) -> Vec<Vec<u8>> {
        let found = self.find(bytes);
        let within = |piece: &Range<usize>| {
            let mut masked = Vec::with_capacity(piece.len());
            let mut from = piece.start;
            for range in &found {
                if range.end <= piece.start || range.start >= piece.end {
                    continue;
                }
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

    /// Where keys stand, in order, none within another.
    fn find(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let longest = self
                .needles
                .iter()
                .filter_map(|needle| spelled(needle, rest))
                .max();
            if let Some(length) = longest {
                found.push(at..at.saturating_add(length));
                at = at.saturating_add(length);
            } else {
                at = at.saturating_add(1);
            }
        }
        found
    }
}

/// What the Base64 text of any text holds for certain if `key` stands in it behind `lead` bytes (modulo 3): without the characters at both ends that hang on
/// the neighbours as well.
fn inside_base64(key: &str, lead: usize) -> Vec<u8> {
    let text = [vec![0; lead].as_slice(), key.as_bytes()].concat();
    let encoded = STANDARD_NO_PAD.encode(&text).into_bytes();
    let from = (lead * 8).div_ceil(6);
    let to = text.len() * 8 / 6;
    encoded.get(from..to).unwrap_or(&[]).to_vec()
}

/// How long the spelling of `needle` is that `text` begins with.
fn spelled(needle: &[u8], text: &[u8]) -> Option<usize> {
    let mut at = 0_usize;
    for byte in needle {
        at = at.saturating_add(one(*byte, text.get(at..)?)?);
    }
    Some(at)
}

/// The same for one byte.
fn one(byte: u8, text: &[u8]) -> Option<usize> {
    match text {
        [first, ..] if *first == byte => Some(1),
        [b'%', high, low, ..] => (hex(&[*high, *low]) == Some(u32::from(byte))).then_some(3),
        [b'\\', ..] => {
            let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
            match text.get(slashes..)? {
                [b'u', digits @ ..] => {
                    let code = digits.get(..4).and_then(hex);
                    (code == Some(u32::from(byte))).then_some(slashes.saturating_add(5))
                }
                [plain, ..] => (*plain == byte).then_some(slashes.saturating_add(1)),
                [] => None,
            }
        }
        _ => None,
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |value, digit| {
        Some(value * 16 + char::from(*digit).to_digit(16)?)
    })
}
