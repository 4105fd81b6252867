//! The fingerprint of a shape, as a walk that runs while compiling.
//!
//! What counts for `shape` is what the wire may carry: kinds, wire names, order, optionality, ranges, rules. What counts for `text` is that and every word
//! that a model reads: titles, descriptions, examples. Semantic checks (`ensure`) are code that no hash of a description could follow: their names
//! count as words. Where a type is defined counts for nothing, so it may be moved: a way back is hashed as the distance to the type that it leads to.

use super::{
    Back, Body, Bound, Enum, Field, Format, List, Literal, Name, Newtype, Num, Object, Precision,
    Rule, Shape, Target, Text, Union, Variant,
};
use crate::fingerprint::{Fingerprint, Hasher};

/// Both fingerprints, as far as they are known while compiling: a field marked `recursive` counts as an edge that leads somewhere.
pub(crate) const fn fingerprint(shape: &'static Shape) -> Fingerprint {
    walk(shape).finish()
}

/// Whether a field marked `recursive` leads out of what is known while compiling.
pub(crate) const fn is_open(shape: &'static Shape) -> bool {
    walk(shape).open
}

const fn walk(shape: &'static Shape) -> Walk {
    Walk::new().shape(shape, None)
}
/// The types around the place of the walk, innermost first.
#[derive(Clone, Copy)]
struct Around<'a> {
    id: &'static str,
    /// A newtype is no step: it takes nothing on the wire.
    steps: u128,
    outer: Option<&'a Around<'a>>,
}

/// Both hashes in the making; what the wire carries goes into both.
#[derive(Clone, Copy)]
struct Walk {
    shape: Hasher,
    text: Hasher,
    open: bool,
}

/// Runs over a slice, since `for` is not const.
macro_rules! each {
    ($walk:ident, $items:expr, $item:ident => $body:expr) => {{
        let mut rest = $items;
        $walk = $walk.count(rest);
        while let [$item, tail @ ..] = rest {
            $walk = $body;
            rest = tail;
        }
        $walk
    }};
}

impl Walk {
    const fn new() -> Self {
        Self {
            shape: Hasher::new(),
            text: Hasher::new(),
            open: false,
        }
    }

    const fn finish(self) -> Fingerprint {
        Fingerprint {
            shape: self.shape.finish(),
            text: self.text.finish(),
        }
    }

    const fn byte(self, byte: u8) -> Self {
        Self {
            shape: self.shape.byte(byte),
            text: self.text.byte(byte),
            open: self.open,
        }
    }

    const fn number(self, number: u128) -> Self {
        // Small numbers, which nearly all are, cost one step instead of sixteen.
        if number < 0xff {
            #[allow(
                clippy::as_conversions,
                clippy::cast_possible_truncation,
                reason = "just compared; From is not const"
            )]
            return self.byte(number as u8);
        }
        let walk = self.byte(0xff);
        Self {
            shape: walk.shape.number(number),
            text: walk.text.number(number),
            open: walk.open,
        }
    }

    const fn signed(self, number: i128) -> Self {
        self.byte(if number < 0 { 1 } else { 0 })
            .number(number.unsigned_abs())
    }

    const fn count<T>(self, items: &[T]) -> Self {
        #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
        self.number(items.len() as u128)
    }

    /// A name on the wire.
    const fn wire(self, text: &str) -> Self {
        let walk = self.count(text.as_bytes());
        Self {
            shape: walk.shape.bytes(text.as_bytes()),
            text: walk.text.bytes(text.as_bytes()),
            open: walk.open,
        }
    }

    /// Words that only the model reads.
    const fn words(self, text: &str) -> Self {
        Self {
            shape: self.shape,
            text: self.text.text(text),
            open: self.open,
        }
    }

    const fn all_words(self, texts: &[&str]) -> Self {
        let mut walk = self;
        let mut rest = texts;
        while let [text, tail @ ..] = rest {
            walk = walk.words(text);
            rest = tail;
        }
        walk
    }

    const fn named(self, name: &Name, doc: &str) -> Self {
        self.words(name.title).words(doc)
    }

    const fn shape(self, shape: &'static Shape, around: Option<&Around<'_>>) -> Self {
        match shape {
            Shape::Bool => self.byte(1),
            Shape::Integer { min, max } => self.byte(2).signed(*min).number(*max),
            Shape::Number(precision) => self.byte(3).byte(match precision {
                Precision::Single => 1,
                Precision::Double => 2,
                Precision::Decimal => 3,
            }),
            Shape::String(text) => match text {
                Text::Any => self.byte(4).byte(1),
                Text::Char => self.byte(4).byte(2),
                Text::Format(format) => self.byte(4).byte(3).format(*format),
            },
            Shape::Nullable(inner) => self.byte(5).shape(inner, around),
            Shape::List(list) => self.byte(6).list(list, around),
            Shape::Map(values) => self.byte(7).shape(values, around),
            Shape::Enum(of) => self.byte(8).enumeration(of),
            Shape::Object(of) => self.byte(9).object(of, around),
            Shape::Union(of) => self.byte(10).union(of, around),
            Shape::Newtype(of) => self.newtype(of, around),
            Shape::Back(back) => self.byte(11).back(back, around),
            Shape::Untyped => self.byte(12),
        }
    }

    const fn list(self, list: &'static List, around: Option<&Around<'_>>) -> Self {
        self.count_of(list.min)
            .option(list.max)
            .byte(if list.unique { 1 } else { 0 })
            .shape(list.items, around)
    }

    const fn count_of(self, count: u64) -> Self {
        #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
        self.number(count as u128)
    }

    const fn option(self, number: Option<u64>) -> Self {
        match number {
            Some(number) => self.byte(1).count_of(number),
            None => self.byte(0),
        }
    }

    const fn enumeration(self, of: &'static Enum) -> Self {
        let mut walk = self.named(&of.name, of.doc);
        each!(walk, of.values, value => walk.wire(value.name).words(value.doc))
    }

    const fn object(self, of: &'static Object, outer: Option<&Around<'_>>) -> Self {
        let around = Around {
            id: of.name.id,
            steps: 1,
            outer,
        };
        self.named(&of.name, of.doc)
            .all_words(of.ensures)
            .fields(of.fields, Some(&around))
    }

    const fn fields(self, fields: &'static [Field], around: Option<&Around<'_>>) -> Self {
        let mut walk = self;
        each!(walk, fields, field => walk.field(field, around))
    }

    const fn field(self, field: &'static Field, around: Option<&Around<'_>>) -> Self {
        self.wire(field.name)
            .words(field.doc)
            .byte(if field.optional { 1 } else { 0 })
            .rules(field.rules)
            .examples(field.examples)
            .all_words(field.ensures)
            .shape(field.shape, around)
    }

    const fn union(self, of: &'static Union, outer: Option<&Around<'_>>) -> Self {
        let around = Around {
            id: of.name.id,
            steps: 1,
            outer,
        };
        let mut walk = self
            .named(&of.name, of.doc)
            .all_words(of.ensures)
            .wire(of.tag);
        walk = match of.content {
            Some(content) => walk.byte(1).wire(content),
            None => walk.byte(0),
        };
        each!(walk, of.variants, variant => walk.variant(variant, Some(&around)))
    }

    const fn variant(self, variant: &'static Variant, around: Option<&Around<'_>>) -> Self {
        let walk = self.wire(variant.name).words(variant.doc);
        match variant.body {
            Body::Unit => walk.byte(0),
            Body::Fields(fields) => walk.byte(1).fields(fields, around),
            Body::Value(shape) => walk.byte(2).shape(shape, around),
        }
    }

    /// Transparent on the wire: a newtype without rules hashes there as what it wraps.
    const fn newtype(self, of: &'static Newtype, outer: Option<&Around<'_>>) -> Self {
        let around = Around {
            id: of.name.id,
            steps: 0,
            outer,
        };
        let mut walk = self
            .named(&of.name, of.doc)
            .examples(of.examples)
            .all_words(of.ensures);
        if !of.rules.is_empty() {
            walk = walk.byte(13).rules(of.rules);
        }
        walk.shape(of.inner, Some(&around))
    }

    const fn back(self, back: &'static Back, around: Option<&Around<'_>>) -> Self {
        let Target::Enclosing(id) = back.target else {
            return Self {
                open: true,
                ..self.byte(0)
            };
        };
        let mut distance = 0;
        let mut place = around;
        while let Some(at) = place {
            distance += at.steps;
            if same(at.id, id) {
                break;
            }
            place = at.outer;
        }
        self.byte(1).number(distance)
    }

    const fn rules(self, rules: &'static [Rule]) -> Self {
        let mut walk = self;
        each!(walk, rules, rule => walk.rule(rule))
    }

    const fn rule(self, rule: &'static Rule) -> Self {
        match rule {
            Rule::Length { min, max } => self.byte(1).count_of(*min).option(*max),
            Rule::Range { min, max } => self.byte(2).bound(*min).bound(*max),
            Rule::MultipleOf(of) => self.byte(3).num(*of),
            Rule::Pattern(pattern) => self.byte(4).wire(pattern.source),
            Rule::Format(format) => self.byte(5).format(*format),
            Rule::Unique => self.byte(6),
            Rule::OneOf(values) => {
                let mut walk = self.byte(7);
                each!(walk, *values, value => walk.literal(value))
            }
        }
    }

    const fn format(self, format: Format) -> Self {
        self.wire(format.name())
    }

    const fn bound(self, bound: Option<Bound>) -> Self {
        match bound {
            None => self.byte(0),
            Some(bound) => self
                .byte(if bound.exclusive { 2 } else { 1 })
                .num(bound.value),
        }
    }

    const fn num(self, num: Num) -> Self {
        match num {
            Num::Int(value) => self.byte(1).signed(value),
            #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
            Num::Float(value) => self.byte(2).number(value.to_bits() as u128),
        }
    }

    const fn literal(self, literal: &'static Literal) -> Self {
        match literal {
            Literal::Null => self.byte(1),
            Literal::Bool(value) => self.byte(2).byte(if *value { 1 } else { 0 }),
            Literal::Int(value) => self.byte(3).signed(*value),
            #[allow(clippy::as_conversions, reason = "lossless; From is not const")]
            Literal::Float(value) => self.byte(4).number(value.to_bits() as u128),
            Literal::Str(text) => self.byte(5).wire(text),
            Literal::List(items) => {
                let mut walk = self.byte(6);
                each!(walk, *items, item => walk.literal(item))
            }
        }
    }

    /// Examples are words.
    const fn examples(self, examples: &'static [Literal]) -> Self {
        let mut walk = self;
        let walk = each!(walk, examples, example => walk.literal(example));
        Self {
            shape: self.shape,
            text: walk.text,
            open: self.open,
        }
    }
}

const fn same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    loop {
        match (one, other) {
            ([], []) => return true,
            ([a, rest @ ..], [b, tail @ ..]) if *a == *b => {
                one = rest;
                other = tail;
            }
            _ => return false,
        }
    }
}
