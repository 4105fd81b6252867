//! Ends of numbers, words and strings: what is whole is judged as the decoder judges it.

use std::borrow::Cow;

use crate::contract::rules::node_holds;
use crate::drift::{Violation, ViolationKind as Kind};
use crate::json::{Node, NodeKind, Number, Syntax, write_string};
use crate::shape::{Shape, Text as Held};

use super::super::explain::Explain;
use super::super::words;
use super::frame::{Frame, Object, Seen, fields_beside};
use super::machine::{Machine, Mode, Read, Wanted};
use super::number::{Part, may_become};

impl Machine {
    /// Begins a word, of which the first letter has come.
    pub(super) fn word(&mut self, word: &'static str) {
        self.word = (word, 1);
        self.mode = Mode::Word;
    }

    /// Takes in a byte of a word; returns the byte behind it.
    pub(super) fn take_word(&mut self, byte: u8, at: usize) -> Read<usize> {
        let (word, count) = self.word;
        if word.as_bytes().get(count) != Some(&byte) {
            return Err(self.wrong(Syntax::VALUE, byte));
        }
        self.word.1 = count + 1;
        if self.word.1 == word.len() {
            let end = self.at + 1;
            let kind = match word {
                "null" => NodeKind::Null,
                word => NodeKind::Bool(word == "true"),
            };
            // A `null` that the type has needs no more.
            let is_absence = matches!(kind, NodeKind::Null) && self.want.nullable;
            if !is_absence && !self.want.rules.is_empty() {
                self.judge(word, kind, end)?;
            }
            self.done(end);
        }
        Ok(at + 1)
    }

    /// Begins a number with its first byte.
    pub(super) fn number_begin(&mut self) -> Read<()> {
        self.number.clear();
        self.part = Part::Start;
        self.mode = Mode::Number;
        self.take_digit(self.first).map(|_taken| ())
    }

    /// Takes in the bytes of a number from byte `from` on; returns the byte behind them.
    pub(super) fn take_number(&mut self, bytes: &[u8], from: usize) -> Read<usize> {
        let base = self.at - from;
        let mut at = from;
        while let Some(byte) = bytes.get(at).copied() {
            self.at = base + at;
            if !self.take_digit(byte)? {
                self.number_end(self.at)?;
                break;
            }
            at += 1;
        }
        Ok(at)
    }

    /// Returns `false` if the number has ended before `byte`.
    fn take_digit(&mut self, byte: u8) -> Read<bool> {
        let Some(part) = self.part.next(byte) else {
            if self.part.may_end() && !(self.part == Part::Zero && byte.is_ascii_digit()) {
                return Ok(false);
            }
            return Err(self.wrong(Syntax::NUMBER, byte));
        };
        self.part = part;
        self.number.push(char::from(byte));
        if !may_become(&self.number, &self.spans) {
            return Err(self.wrong_number());
        }
        Ok(true)
    }

    /// Ends a number before byte `end`.
    pub(super) fn number_end(&mut self, end: usize) -> Read<()> {
        let number = std::mem::take(&mut self.number);
        let is_short = number.len() < 16 && matches!(self.part, Part::Zero | Part::Whole);
        let is_plain = is_short
            && self.want.rules.is_empty()
            && !matches!(self.want.kind, Wanted::Shape(Shape::Integer { .. }));
        if !is_plain
            && let Some((value, _)) = Number::scan(&number, 0)
            && !self.is_held(value)
        {
            self.judge(&number, NodeKind::Number(value), end)?;
        }
        self.number = number;
        self.done(end);
        Ok(())
    }

    /// Returns `true` if the number is surely one of the wanted type.
    fn is_held(&self, number: Number<'_>) -> bool {
        if !self.want.rules.is_empty() {
            return false;
        }
        match self.want.kind {
            Wanted::Shape(Shape::Integer { min, max }) => match number.as_str().parse::<i128>() {
                Ok(value) if value < 0 => *min <= value,
                Ok(value) => {
                    *min <= value && u128::try_from(value).is_ok_and(|value| value <= *max)
                }
                Err(_) => false,
            },
            Wanted::Shape(Shape::Untyped) => false,
            Wanted::Shape(Shape::Number(precision)) => match precision {
                crate::shape::Precision::Double => number.to_f64().is_some(),
                _ => false,
            },
            _ => true,
        }
    }

    /// Holds a value that is whole, written `literal`, to its type and rules.
    fn judge(&mut self, literal: &str, kind: NodeKind<'_>, end: usize) -> Read<()> {
        let Wanted::Shape(shape) = self.want.kind else {
            return Ok(());
        };
        let node = Node {
            span: 0..literal.len(),
            kind,
        };
        let mut explain = Explain::new(literal, &[]);
        explain.allows_control = true;
        explain.value(&node, shape, self.want.rules.clone());
        let (violations, _) = explain.into_violations();
        let Some(mut one) = violations.into_iter().next() else {
            return Ok(());
        };
        one.span = self.start..end;
        one.pointer = self.pointer().to_string();
        if self.want.nullable {
            one.expected.push_str(" or null");
        }
        Err(Box::new(one))
    }

    /// Ends a string with its quote.
    pub(super) fn text_end(&mut self) -> Read<()> {
        if self.text.is_key {
            return self.key_end();
        }
        let end = self.at + 1;
        let text = std::mem::take(&mut self.text.buf);
        match self.want.kind {
            Wanted::Tag => self.told(&text)?,
            Wanted::EntryKey => self.entry_key(&text)?,
            Wanted::Shape(shape) => {
                let folded = self.folded(&text);
                self.judge_text(shape, folded.unwrap_or(&text), end)?;
            }
            Wanted::Fields(..) | Wanted::Root(_) | Wanted::Entry | Wanted::Loose => {}
        }
        self.text.buf = text;
        self.done(end);
        Ok(())
    }

    fn judge_text(&mut self, shape: &'static Shape, text: &str, end: usize) -> Read<()> {
        if let Some(size) = self.text.size
            && self.text.count < size.min
        {
            return Err(self.too_short(size, end));
        }
        let kind = match shape {
            Shape::String(Held::Format(format)) => format.accepts(text),
            Shape::Enum(of) => of.values.iter().any(|value| value.name == text),
            _ => true,
        };
        let node = Node {
            span: 0..0,
            kind: NodeKind::String(Cow::Borrowed(text)),
        };
        let rules = self.want.rules.iter().copied().flatten();
        let rules = rules.filter(|rule| !matches!(rule, crate::shape::Rule::Length { .. }));
        if kind && rules.clone().all(|rule| node_holds(rule, &node)) {
            return Ok(());
        }
        let mut literal = String::new();
        write_string(&mut literal, text);
        self.judge(&literal, node.kind, end)
    }

    /// Returns the one name that differs from `text` in case alone, if the dialect folds it.
    fn folded(&self, text: &str) -> Option<&'static str> {
        if !self.rewrites.folds {
            return None;
        }
        let names = match self.want.kind {
            Wanted::Tag => match self.frames.last() {
                Some(Frame::Untold(union)) => union.of.variants.iter().map(|of| of.name).collect(),
                Some(Frame::Adjacent(union)) => {
                    union.of.variants.iter().map(|of| of.name).collect()
                }
                _ => Vec::new(),
            },
            _ => self.names(),
        };
        if names.contains(&text) {
            return None;
        }
        let lower = text.to_lowercase();
        let mut like = names
            .into_iter()
            .filter(|name| name.to_lowercase() == lower);
        match (like.next(), like.next()) {
            (Some(name), None) => Some(name),
            _ => None,
        }
    }

    /// Takes in the tag of the innermost union.
    fn told(&mut self, text: &str) -> Read<()> {
        let name = self.folded(text).unwrap_or(text);
        let found = match self.frames.last() {
            Some(Frame::Untold(union)) => union.variants().find(|variant| variant.name == name),
            Some(Frame::Adjacent(union)) => union.variants().find(|variant| variant.name == name),
            _ => return Ok(()),
        };
        let Some(variant) = found else {
            let names = self.names();
            text.clone_into(&mut self.text.buf);
            let expected = words::one_of(names.into_iter());
            return Err(self.wrong_text(Kind::UnknownValue, expected));
        };
        if let Some(trace) = &mut self.trace {
            match self.frames.last() {
                Some(Frame::Adjacent(union)) => trace.told(union.of.variants, variant.name, false),
                Some(Frame::Untold(union)) => {
                    let is_late = union.keys.len() > 1;
                    trace.told(union.of.variants, variant.name, is_late);
                }
                _ => {}
            }
        }
        match self.frames.last_mut() {
            Some(Frame::Adjacent(union)) => {
                for (live, of) in union.live.iter_mut().zip(union.of.variants) {
                    *live &= of.name == variant.name;
                }
            }
            Some(frame @ Frame::Untold(_)) => {
                let Frame::Untold(union) = frame else {
                    return Ok(());
                };
                let (fields, owner) = fields_beside(union.of, variant);
                let mut seen = Seen::of(fields.len());
                for (index, field) in fields.iter().enumerate() {
                    if union.keys.contains(&field.name) {
                        seen.put(index);
                    }
                }
                let mut object = Object::new(union.start, fields, owner, union.control);
                (object.tag, object.seen) = (Some(union.of.tag), seen);
                *frame = Frame::Object(object);
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes in the key of a map's entry.
    fn entry_key(&mut self, key: &str) -> Read<()> {
        let below = self.frames.len().saturating_sub(2);
        let Some(Frame::Entries(map)) = self.frames.get_mut(below) else {
            return Ok(());
        };
        let is_new = map.keys.insert(key.into());
        map.key = Some(key.into());
        if is_new {
            return Ok(());
        }
        let found = format!("the key `{}` again", words::shortened(key));
        let (span, expected) = (self.start..self.at + 1, "each key once".to_owned());
        let violation: Box<Violation> = self.violation(Kind::DuplicateKey, span, expected, found);
        Err(violation)
    }
}
