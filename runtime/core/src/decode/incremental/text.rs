//! Strings, taken in by runs: keys, names, and texts under rules.

use crate::drift::{Violation, ViolationKind as Kind};
use crate::json::{Syntax, pair, plain_run};
use crate::shape::{Format, Literal, Pattern, Rule, Shape, Text as Held};

use super::super::words;
use super::automata::{Automata, pattern_of};
use super::frame::{Frame, Size};
use super::machine::{Machine, Mode, Read, Wanted};

/// A string that is being read.
#[derive(Default)]
pub(super) struct Text {
    /// The part that has come, without escapes, if that is kept.
    pub(super) buf: String,
    keeps: bool,
    pub(super) is_key: bool,
    /// Only the beginnings of known names are right.
    has_names: bool,
    /// A backslash that JSON swallows is wrong.
    is_plain: bool,
    /// Characters that have come.
    pub(super) count: u64,
    pub(super) size: Option<Size>,
    automata: Automata<Blame>,
    escape: Escape,
    /// An escape `\b` or `\f` came last, from this byte on.
    swallowed: Option<usize>,
}

/// The rule that a text breaks.
#[derive(Debug, Clone, Copy)]
enum Blame {
    Pattern(Pattern),
    Format(Format),
}

/// An escape sequence under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Escape {
    #[default]
    None,
    Begun,
    /// The value and number of the digits, and the first half of a pair.
    Hex(u32, u32, Option<u32>),
    /// Behind the first half of a pair.
    Half(u32),
    /// Behind the backslash there.
    HalfBegun(u32),
}

impl Machine {
    /// Begins a string with its quote.
    pub(super) fn text_begin(&mut self, is_key: bool) {
        self.mode = Mode::Text;
        let is_free = matches!(self.frames.last(), Some(Frame::Map(_) | Frame::Free(_)));
        let is_plain_key = is_free && !self.is_loose() && !self.in_control();
        let text = &mut self.text;
        text.buf.clear();
        text.automata.clear();
        text.count = 0;
        text.size = None;
        text.is_key = is_key;
        text.escape = Escape::None;
        text.swallowed = None;
        if is_key {
            (text.keeps, text.has_names, text.is_plain) = (true, !is_free, is_plain_key);
            return;
        }
        (text.keeps, text.has_names, text.is_plain) = (false, false, false);
        match self.want.kind {
            Wanted::Shape(Shape::Enum(_)) | Wanted::Tag => {
                (text.keeps, text.has_names) = (true, true);
            }
            Wanted::EntryKey => {
                text.keeps = true;
                text.is_plain = !self.want.control;
            }
            Wanted::Shape(Shape::String(kind)) => {
                text.is_plain = !self.want.control;
                self.rules_begin(*kind);
            }
            Wanted::Shape(_) => {
                text.is_plain = !self.want.control;
                text.keeps = !self.want.rules.is_empty();
            }
            Wanted::Fields(..) | Wanted::Root(_) | Wanted::Entry | Wanted::Loose => {}
        }
    }

    fn rules_begin(&mut self, kind: Held) {
        let text = &mut self.text;
        match kind {
            Held::Any => {}
            Held::Char => {
                text.size = Some(Size {
                    min: 1,
                    max: Some(1),
                });
            }
            Held::Format(format) => {
                text.keeps = true;
                text.automata
                    .begin(pattern_of(format), Blame::Format(format));
            }
        }
        for rule in self.want.rules.iter().copied().flatten() {
            match rule {
                Rule::Pattern(pattern) => {
                    text.keeps = true;
                    text.automata
                        .begin(pattern.source, Blame::Pattern(*pattern));
                }
                Rule::Format(format) => {
                    text.keeps = true;
                    text.automata
                        .begin(pattern_of(*format), Blame::Format(*format));
                }
                Rule::OneOf(_) => {
                    (text.keeps, text.has_names, text.is_plain) = (true, true, false);
                }
                Rule::Length { .. } | Rule::ControlCharacters => {}
                Rule::Range { .. } | Rule::MultipleOf(_) | Rule::Unique => text.keeps = true,
            }
        }
        let size = text.size.unwrap_or(Size::ANY).with(&self.want.rules);
        text.size = (size.min > 0 || size.max.is_some()).then_some(size);
    }

    fn is_loose(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Free(free)) if free.is_loose)
    }

    /// Returns `true` if control characters are allowed in the innermost container.
    fn in_control(&self) -> bool {
        match self.frames.last() {
            Some(Frame::Map(map)) => map.control,
            Some(Frame::Free(free)) => free.control,
            _ => false,
        }
    }

    /// Takes in a part of a string, from byte `from` of `text` on; returns the byte behind it.
    pub(super) fn take_text(&mut self, text: &str, from: usize) -> Read<usize> {
        let bytes = text.as_bytes();
        let base = self.at - from;
        let mut at = from;
        while let Some(byte) = bytes.get(at).copied() {
            if self.text.escape != Escape::None {
                self.at = base + at;
                self.take_escape(byte)?;
                at += 1;
                continue;
            }
            let end = plain_run(bytes, at);
            if end > at {
                self.take_run(text.get(at..end).unwrap_or(""), base + at, false)?;
            }
            at = end;
            self.at = base + at;
            match bytes.get(at) {
                None => break,
                Some(b'"') => {
                    self.text_end()?;
                    return Ok(at + 1);
                }
                Some(b'\\') => self.text.escape = Escape::Begun,
                Some(byte) => return Err(self.wrong(Syntax::CONTROL, *byte)),
            }
            at += 1;
        }
        Ok(at)
    }

    /// Takes in a byte of an escape sequence.
    fn take_escape(&mut self, byte: u8) -> Read<()> {
        let escape = std::mem::take(&mut self.text.escape);
        let wrong = |machine: &mut Self| Err(machine.wrong(Syntax::ESCAPE, byte));
        match escape {
            Escape::None => Ok(()),
            Escape::Begun => {
                let character = match byte {
                    b'"' => "\"",
                    b'\\' => "\\",
                    b'/' => "/",
                    b'b' => "\u{8}",
                    b'f' => "\u{c}",
                    b'n' => "\n",
                    b'r' => "\r",
                    b't' => "\t",
                    b'u' => {
                        self.text.escape = Escape::Hex(0, 0, None);
                        return Ok(());
                    }
                    _ => return wrong(self),
                };
                self.take_run(character, self.at, true)?;
                if matches!(byte, b'b' | b'f') && self.text.is_plain {
                    self.text.swallowed = Some(self.at - 1);
                }
                Ok(())
            }
            Escape::Hex(value, count, half) => {
                let Some(digit) = char::from(byte).to_digit(16) else {
                    return wrong(self);
                };
                let (value, count) = (value * 16 + digit, count + 1);
                self.take_hex(value, count, half, byte)
            }
            Escape::Half(half) if byte == b'\\' => {
                self.text.escape = Escape::HalfBegun(half);
                Ok(())
            }
            Escape::HalfBegun(half) if byte == b'u' => {
                self.text.escape = Escape::Hex(0, 0, Some(half));
                Ok(())
            }
            Escape::Half(_) | Escape::HalfBegun(_) => wrong(self),
        }
    }

    fn take_hex(&mut self, value: u32, count: u32, half: Option<u32>, byte: u8) -> Read<()> {
        // What the digits so far may become: halves of pairs have places of their own.
        let scale = 1_u32 << (4 * (4 - count.min(4)));
        let (low, high) = (value * scale, value * scale + (scale - 1));
        let is_possible = match half {
            Some(_) => high >= 0xdc00 && low <= 0xdfff,
            None => !(0xdc00..=0xdfff).contains(&low) || !(0xdc00..=0xdfff).contains(&high),
        };
        if !is_possible {
            return Err(self.wrong(Syntax::ESCAPE, byte));
        }
        if count < 4 {
            self.text.escape = Escape::Hex(value, count, half);
            return Ok(());
        }
        let character = match half {
            Some(half) => pair(half, value),
            None => char::from_u32(value),
        };
        if let Some(character) = character {
            let mut utf8 = [0; 4];
            return self.take_run(character.encode_utf8(&mut utf8), self.at, true);
        }
        self.text.escape = Escape::Half(value);
        Ok(())
    }

    /// Takes in a run of characters, which stands at byte `at`; one that is written as an escape
    /// ends there.
    fn take_run(&mut self, run: &str, at: usize, is_escape: bool) -> Read<()> {
        if let Some(from) = self.text.swallowed.take()
            && let Some(letter) = run.chars().next().filter(|next| next.is_alphabetic())
        {
            return Err(self.swallowed(from, at, letter));
        }
        if let Some(trace) = &mut self.trace
            && !self.text.is_key
        {
            trace.text(run);
        }
        let text = &mut self.text;
        if !text.keeps && text.size.is_none() {
            return Ok(());
        }
        let mut first = usize::MAX;
        let mut blame = None;
        if let Some(size) = text.size {
            let count = u64::try_from(characters(run)).unwrap_or(u64::MAX);
            let most = size.max.unwrap_or(u64::MAX);
            let before = text.count;
            text.count = before.saturating_add(count);
            if text.count > most {
                let room = usize::try_from(most.saturating_sub(before)).unwrap_or(usize::MAX);
                first = run.char_indices().nth(room).map_or(0, |(at, _)| at);
            }
        }
        if !text.automata.is_empty()
            && let Err((byte, what)) = text.automata.take(run.as_bytes())
            && byte < first
        {
            (first, blame) = (byte, Some(what));
        }
        if text.keeps {
            text.buf.push_str(run);
        }
        if self.text.has_names && !self.may_be_name(&self.text.buf) {
            return Err(self.wrong_name(run, at, is_escape));
        }
        if first == usize::MAX {
            return Ok(());
        }
        if self.text.keeps {
            // What is shown of the text ends with the character that is wrong.
            let behind = run.char_indices().map(|(at, _)| at).find(|at| *at > first);
            let unread = run.len() - behind.unwrap_or(run.len());
            let read = self.text.buf.len().saturating_sub(unread);
            self.text.buf.truncate(read);
        }
        self.at = if is_escape { at } else { at + first };
        Err(match blame {
            None => self.too_long(),
            Some(Blame::Pattern(pattern)) => {
                let expected = format!("a match of the pattern `{}`", pattern.source);
                self.wrong_text(Kind::Pattern, expected)
            }
            Some(Blame::Format(format)) => {
                let expected = format!("a string of format `{}`", format.name());
                self.wrong_text(Kind::Format, expected)
            }
        })
    }

    /// Refuses a name or key at the first byte with which none begins.
    #[cold]
    fn wrong_name(&mut self, run: &str, at: usize, is_escape: bool) -> Box<Violation> {
        let mut known = std::mem::take(&mut self.text.buf);
        known.truncate(known.len().saturating_sub(run.len()));
        for (index, character) in run.char_indices() {
            known.push(character);
            if !self.may_be_name(&known) {
                self.at = if is_escape { at } else { at + index };
                break;
            }
        }
        let end = self.at + 1;
        if self.text.is_key {
            return self.wrong_key(&known, end, false);
        }
        self.text.buf = known;
        let (kind, names) = match self.want.kind {
            Wanted::Shape(Shape::String(_)) => (Kind::NotListed, self.names()),
            _ => (Kind::UnknownValue, self.names()),
        };
        let expected = words::one_of(names.into_iter());
        self.wrong_text(kind, expected)
    }

    /// Returns the names of which the string under way is to be one.
    pub(super) fn names(&self) -> Vec<&'static str> {
        match self.want.kind {
            Wanted::Shape(Shape::Enum(of)) => of.values.iter().map(|value| value.name).collect(),
            Wanted::Shape(Shape::String(_)) => {
                let rules = self.want.rules.iter().copied().flatten();
                let lists = rules.filter_map(|rule| match rule {
                    Rule::OneOf(values) => Some(*values),
                    _ => None,
                });
                let texts = lists.flatten().filter_map(|value| match value {
                    Literal::Str(text) => Some(*text),
                    _ => None,
                });
                texts.collect()
            }
            Wanted::Tag => match self.frames.last() {
                Some(Frame::Untold(union)) => union.variants().map(|of| of.name).collect(),
                Some(Frame::Adjacent(union)) => union.variants().map(|of| of.name).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn may_be_name(&self, prefix: &str) -> bool {
        if self.text.is_key {
            return self.may_be_key(prefix);
        }
        if self.rewrites.folds {
            // Other letters may change their number with their case, and with what stands beside
            // them.
            return !prefix.is_ascii() || {
                let prefix = prefix.to_ascii_lowercase();
                let mut names = self.names().into_iter();
                names.any(|name| name.to_lowercase().starts_with(&prefix))
            };
        }
        match self.want.kind {
            Wanted::Shape(Shape::Enum(of)) => {
                let mut values = of.values.iter();
                values.any(|value| value.name.starts_with(prefix))
            }
            _ => self.names().iter().any(|name| name.starts_with(prefix)),
        }
    }
}

/// Returns the number of characters.
fn characters(text: &str) -> usize {
    text.bytes().filter(|byte| *byte & 0xc0 != 0x80).count()
}
