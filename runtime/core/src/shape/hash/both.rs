//! Both hashes in the making, and how everything that is no type goes into them.

use crate::fingerprint::{Fingerprint, Hasher};
use crate::shape::{Bound, Format, List, Literal, Name, Num, Precision, Rule, Shape, Text};

/// Both hashes in the making; what the wire carries goes into both.
#[derive(Clone, Copy)]
pub(super) struct Both {
    shape: Hasher,
    text: Hasher,
}

/// Runs over a slice, since `for` is not const.
macro_rules! each {
    ($both:ident, $items:expr, $item:ident => $body:expr) => {{
        let mut rest = $items;
        $both = $both.count(rest);
        while let [$item, tail @ ..] = rest {
            $both = $body;
            rest = tail;
        }
        $both
    }};
}

pub(super) use each;

impl Both {
    pub(super) const fn new() -> Self {
        Self {
            shape: Hasher::new(),
            text: Hasher::new(),
        }
    }

    pub(super) const fn finish(self) -> Fingerprint {
        Fingerprint {
            shape: self.shape.finish(),
            text: self.text.finish(),
        }
    }

    pub(super) const fn byte(self, byte: u8) -> Self {
        Self {
            shape: self.shape.byte(byte),
            text: self.text.byte(byte),
        }
    }

    pub(super) const fn number(self, number: u128) -> Self {
        // Small numbers, which nearly all are, cost one step instead of sixteen.
        if number < 0xff {
            #[allow(
                clippy::as_conversions,
                clippy::cast_possible_truncation,
                reason = "just compared; From is not const"
            )]
            return self.byte(number as u8);
        }
        let both = self.byte(0xff);
        Self {
            shape: both.shape.number(number),
            text: both.text.number(number),
        }
    }

    pub(super) const fn signed(self, number: i128) -> Self {
        self.byte(if number < 0 { 1 } else { 0 })
            .number(number.unsigned_abs())
    }

    pub(super) const fn count<T>(self, items: &[T]) -> Self {
        #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
        self.number(items.len() as u128)
    }

    /// A name on the wire.
    pub(super) const fn wire(self, text: &str) -> Self {
        let both = self.count(text.as_bytes());
        Self {
            shape: both.shape.bytes(text.as_bytes()),
            text: both.text.bytes(text.as_bytes()),
        }
    }

    /// Words that only the model reads.
    pub(super) const fn words(self, text: &str) -> Self {
        Self {
            shape: self.shape,
            text: self.text.text(text),
        }
    }

    pub(super) const fn all_words(self, texts: &[&str]) -> Self {
        let mut all = self;
        let walk = each!(all, texts, text => all.words(text));
        Self {
            shape: self.shape,
            text: walk.text,
        }
    }

    pub(super) const fn named(self, name: &Name, doc: &str) -> Self {
        self.words(name.title).words(doc)
    }

    /// A kind that leads to no other.
    pub(super) const fn leaf(self, shape: &Shape) -> Self {
        match shape {
            Shape::Bool => self.byte(1),
            Shape::Integer { min, max } => self.byte(2).signed(*min).number(*max),
            Shape::Number(precision) => self.byte(3).byte(match precision {
                Precision::Single => 1,
                Precision::Double => 2,
                Precision::Decimal => 3,
            }),
            Shape::String(Text::Any) => self.byte(4).byte(1),
            Shape::String(Text::Char) => self.byte(4).byte(2),
            Shape::String(Text::Format(format)) => self.byte(4).byte(3).format(*format),
            _ => self.byte(12),
        }
    }

    /// Adds a list's properties other than its items.
    pub(super) const fn list(self, list: &List) -> Self {
        self.count_of(list.min)
            .option(list.max)
            .byte(if list.unique { 1 } else { 0 })
    }

    /// A type inside.
    pub(super) const fn fingerprint(self, of: Fingerprint) -> Self {
        Self {
            shape: self.shape.number(of.shape),
            text: self.text.number(of.text),
        }
    }

    pub(super) const fn count_of(self, count: u64) -> Self {
        #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
        self.number(count as u128)
    }

    pub(super) const fn option(self, number: Option<u64>) -> Self {
        match number {
            Some(number) => self.byte(1).count_of(number),
            None => self.byte(0),
        }
    }

    pub(super) const fn rules(self, rules: &'static [Rule]) -> Self {
        let mut both = self;
        each!(both, rules, rule => both.rule(rule))
    }

    pub(super) const fn rule(self, rule: &'static Rule) -> Self {
        match rule {
            Rule::Length { min, max } => self.byte(1).count_of(*min).option(*max),
            Rule::Range { min, max } => self.byte(2).bound(*min).bound(*max),
            Rule::MultipleOf(of) => self.byte(3).num(*of),
            Rule::Pattern(pattern) => self.byte(4).wire(pattern.source),
            Rule::Format(format) => self.byte(5).format(*format),
            Rule::Unique => self.byte(6),
            Rule::OneOf(values) => {
                let mut both = self.byte(7);
                each!(both, *values, value => both.literal(value))
            }
            Rule::ControlCharacters => self.byte(8),
        }
    }

    pub(super) const fn format(self, format: Format) -> Self {
        self.wire(format.name())
    }

    pub(super) const fn bound(self, bound: Option<Bound>) -> Self {
        match bound {
            None => self.byte(0),
            Some(bound) => self
                .byte(if bound.exclusive { 2 } else { 1 })
                .num(bound.value),
        }
    }

    pub(super) const fn num(self, num: Num) -> Self {
        match num {
            Num::Int(value) => self.byte(1).signed(value),
            #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
            Num::Float(value) => self.byte(2).number(value.to_bits() as u128),
        }
    }

    pub(super) const fn literal(self, literal: &'static Literal) -> Self {
        match literal {
            Literal::Null => self.byte(1),
            Literal::Bool(value) => self.byte(2).byte(if *value { 1 } else { 0 }),
            Literal::Int(value) => self.byte(3).signed(*value),
            #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
            Literal::Float(value) => self.byte(4).number(value.to_bits() as u128),
            Literal::Str(text) => self.byte(5).wire(text),
            Literal::List(items) => {
                let mut both = self.byte(6);
                each!(both, *items, item => both.literal(item))
            }
        }
    }

    /// Examples are words.
    pub(super) const fn examples(self, examples: &'static [Literal]) -> Self {
        let mut both = self;
        let both = each!(both, examples, example => both.literal(example));
        Self {
            shape: self.shape,
            text: both.text,
        }
    }
}
