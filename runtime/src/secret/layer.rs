//! A text that is searched for keys, as it is or decoded, with the place that each byte came from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::keys::SHORTEST;
use super::unescape::{hex_digit, one_unit, strings};

/// Stands where texts that don't belong together meet; no key has this byte.
pub(super) const BREAK: u8 = 0xff;

/// Which bytes of a text are compared with a key's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Letters and digits, in lower case.
    Alphanumeric,
    /// Punctuation as well, for keys that have little else.
    Graphic,
}

impl Letters {
    fn keep(self, byte: u8) -> bool {
        match self {
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Graphic => byte.is_ascii_graphic(),
        }
    }

    /// Returns what of `text` is compared.
    pub(super) fn of(self, text: &[u8]) -> Vec<u8> {
        let kept = text.iter().filter(|byte| self.keep(**byte));
        kept.map(u8::to_ascii_lowercase).collect()
    }
}

/// A range of the searched text, in 32 bits: a text of 4 GiB is larger than any limit allows.
type Span = (u32, u32);

/// One layer.
pub(super) struct Layer<'t> {
    /// The text that is searched.
    root: &'t [u8],
    bytes: Cow<'t, [u8]>,
    /// From where in the root each byte came; `None` for the root itself.
    spans: Option<Vec<Span>>,
    /// Made of several strings, whose neighbourhood is no part of the key.
    joined: bool,
}

impl<'t> Layer<'t> {
    /// Returns the text as it is.
    pub(super) fn root(text: &'t [u8]) -> Self {
        Self {
            root: text,
            bytes: Cow::Borrowed(text),
            spans: None,
            joined: false,
        }
    }

    fn empty(&self, joined: bool) -> Building<'t> {
        Building {
            layer: Layer {
                root: self.root,
                bytes: Cow::Owned(Vec::new()),
                spans: Some(Vec::new()),
                joined,
            },
            segment: 0,
        }
    }

    fn span(&self, at: usize) -> Span {
        match &self.spans {
            Some(spans) => spans.get(at).copied().unwrap_or_default(),
            None => (narrow(at), narrow(at.saturating_add(1))),
        }
    }

    /// Returns the bytes to compare and where in this layer they stand.
    pub(super) fn letters(&self, kind: Letters) -> (Vec<u8>, Vec<u32>) {
        let mut letters = Vec::with_capacity(self.bytes.len());
        let mut places = Vec::with_capacity(self.bytes.len());
        let mut dots = 0_u8;
        for (at, byte) in self.bytes.iter().enumerate() {
            dots = if *byte == b'.' {
                dots.saturating_add(1)
            } else {
                0
            };
            let ellipsis = dots == 3
                || (*byte == 0xe2
                    && self
                        .bytes
                        .get(at..)
                        .is_some_and(|rest| rest.starts_with("…".as_bytes())));
            let byte = if ellipsis { BREAK } else { *byte };
            if byte == BREAK || kind.keep(byte) {
                if ellipsis && kind == Letters::Graphic && dots == 3 {
                    // The two dots before it are no part of what was cut.
                    let kept = letters.len().saturating_sub(2);
                    letters.truncate(kept);
                    places.truncate(kept);
                }
                letters.push(byte.to_ascii_lowercase());
                places.push(narrow(at));
            }
        }
        (letters, places)
    }

    /// Adds where in the searched text a key came from that has its letters at `places`.
    pub(super) fn sources(&self, places: &[u32], found: &mut Vec<Range<usize>>) {
        let mut open: Option<Range<usize>> = None;
        for place in places {
            let (start, end) = self.span(wide(*place));
            let (start, end) = (wide(start), wide(end));
            match &mut open {
                Some(range) if !(self.joined && self.is_other_string(range.end, start)) => {
                    range.end = range.end.max(end);
                    range.start = range.start.min(start);
                }
                _ => {
                    found.extend(open.take());
                    open = Some(start..end);
                }
            }
        }
        found.extend(open);
    }

    fn is_other_string(&self, from: usize, to: usize) -> bool {
        let between = self.root.get(from..to);
        between.is_none_or(|between| between.contains(&b'"'))
    }

    /// Returns the text with one layer of escapes undone; `None` if there are none.
    pub(super) fn unescaped(&self) -> Option<Self> {
        if !self
            .bytes
            .iter()
            .any(|byte| matches!(byte, b'%' | b'\\' | b'&'))
        {
            return None;
        }
        let mut next = self.empty(self.joined);
        let (mut at, mut changed) = (0, false);
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (byte, length) = one_unit(rest);
            changed |= length > 1;
            let last = at.saturating_add(length).saturating_sub(1);
            next.push(byte, (self.span(at).0, self.span(last).1));
            at = at.saturating_add(length);
        }
        changed.then_some(next.layer)
    }

    /// Returns what the text's runs of hexadecimal digits say, from digit `shift` of each run on.
    ///
    /// Between digits may stand what tools put between bytes: `73 6b`, `73:6B`, `0x73, 0x6b`.
    pub(super) fn hex(&self, shift: usize) -> Option<Self> {
        let mut next = self.empty(self.joined);
        let (mut run, mut high) = (0_usize, None);
        for (at, byte) in self.bytes.iter().enumerate() {
            let begins_0x =
                *byte == b'0' && matches!(self.bytes.get(at.saturating_add(1)), Some(b'x' | b'X'));
            let inside_0x = matches!(*byte, b'x' | b'X')
                && at.checked_sub(1).and_then(|before| self.bytes.get(before)) == Some(&b'0');
            let between = matches!(
                byte,
                b' ' | b':' | b'-' | b',' | b'_' | b'\n' | b'\r' | b'\t'
            );
            if between || begins_0x || inside_0x {
                continue;
            }
            let Some(digit) = hex_digit(*byte) else {
                (run, high) = (0, None);
                next.end_segment();
                continue;
            };
            run = run.saturating_add(1);
            if run <= shift {
                continue;
            }
            high = match high {
                None => Some((digit, self.span(at).0)),
                Some((first, start)) => {
                    next.push_text(first << 4 | digit, (start, self.span(at).1));
                    None
                }
            };
        }
        next.end()
    }

    /// Returns what the text's runs of Base64 say, from character `shift` of each run on; line
    /// breaks and blanks within a run don't count.
    pub(super) fn base64(&self, shift: usize) -> Option<Self> {
        let mut next = self.empty(self.joined);
        let (mut run, mut bits, mut held) = (0_usize, 0_u32, 0_u32);
        let mut before = 0;
        for (at, byte) in self.bytes.iter().enumerate() {
            if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                continue;
            }
            let Some(value) = base64_digit(*byte) else {
                (run, held) = (0, 0);
                next.end_segment();
                continue;
            };
            run = run.saturating_add(1);
            if run <= shift {
                continue;
            }
            let (start, end) = self.span(at);
            bits = (bits << 6 | u32::from(value)) & 0x3fff;
            held += 6;
            if held >= 8 {
                held -= 8;
                let [.., byte] = (bits >> held).to_be_bytes();
                next.push_text(byte, (before, end));
            }
            before = start;
        }
        next.end()
    }

    /// Returns the strings of each name in a JSON text or a stream of such texts, joined: a model
    /// spells its output in pieces. `None` if no name has two.
    pub(super) fn joined(&self) -> Option<Self> {
        let mut by_name: BTreeMap<&[u8], Vec<Range<usize>>> = BTreeMap::new();
        let mut name: Option<Range<usize>> = None;
        for string in strings(&self.bytes) {
            let colon = self
                .bytes
                .get(string.end.saturating_add(1)..)
                .unwrap_or_default();
            let is_name = colon.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
            if is_name {
                name = Some(string);
            } else if let Some(name) = name.take() {
                let name = self.bytes.get(name).unwrap_or_default();
                by_name.entry(name).or_default().push(string);
            }
        }
        let mut next = self.empty(true);
        for values in by_name.into_values().filter(|values| values.len() > 1) {
            for at in values.into_iter().flatten() {
                next.push(self.bytes.get(at).copied().unwrap_or(BREAK), self.span(at));
            }
            next.push(BREAK, (0, 0));
        }
        next.end()
    }
}

/// A layer that is being decoded.
struct Building<'t> {
    layer: Layer<'t>,
    /// Where the text begins that is being decoded.
    segment: usize,
}

impl<'t> Building<'t> {
    fn push(&mut self, byte: u8, span: Span) {
        self.layer.bytes.to_mut().push(byte);
        if let Some(spans) = &mut self.layer.spans {
            spans.push(span);
        }
    }

    /// Adds a byte if it can be one of a text: nearly all that is decoded by chance ends there.
    fn push_text(&mut self, byte: u8, span: Span) {
        match byte {
            b' '..=b'~' | b'\n' | b'\r' | b'\t' => self.push(byte, span),
            _ => self.end_segment(),
        }
    }

    /// Ends a text; one that is too short for a key is left out.
    fn end_segment(&mut self) {
        let length = self.layer.bytes.len();
        if length == self.segment {
            return;
        }
        if length.saturating_sub(self.segment) < SHORTEST {
            self.layer.bytes.to_mut().truncate(self.segment);
            if let Some(spans) = &mut self.layer.spans {
                spans.truncate(self.segment);
            }
            return;
        }
        self.push(BREAK, (0, 0));
        self.segment = self.layer.bytes.len();
    }

    fn end(mut self) -> Option<Layer<'t>> {
        self.end_segment();
        (!self.layer.bytes.is_empty()).then_some(self.layer)
    }
}

/// The alphabets of RFC 4648, sections 4 and 5.
fn base64_digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn wide(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
