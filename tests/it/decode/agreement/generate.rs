//! Documents of a contract, drawn from its shape, and changes to them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::format_push_string,
    clippy::assigning_clones,
    clippy::redundant_closure_for_method_calls,
    clippy::string_slice,
    reason = "a test's helpers fail loudly"
)]

use super::samples::{SPELLED, WORDS, samples};
use driftless::shape::{Body, Bound, Field, Literal, Num, Rule, Shape, Text, Union};
use rand::Rng as _;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom as _;

/// A document; numbers and words as they are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Doc {
    Raw(String),
    Text(String),
    List(Vec<Doc>),
    Object(Vec<(String, Doc)>),
}

impl Doc {
    /// The document as JSON text, with white space and escapes by chance.
    pub(super) fn print(&self, rng: &mut SmallRng, out: &mut String) {
        match self {
            Self::Raw(text) => out.push_str(text),
            Self::Text(text) => print_text(text, rng, out),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    separate(index, rng, out);
                    item.print(rng, out);
                }
                space(rng, out);
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    separate(index, rng, out);
                    print_text(key, rng, out);
                    space(rng, out);
                    out.push(':');
                    space(rng, out);
                    value.print(rng, out);
                }
                space(rng, out);
                out.push('}');
            }
        }
    }

    /// The parts of this document, itself included.
    pub(super) fn count(&self) -> usize {
        1 + match self {
            Self::List(items) => items.iter().map(Self::count).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.count()).sum(),
            _ => 0,
        }
    }

    /// Part `index` in the order of the text.
    pub(super) fn part(&mut self, index: usize) -> Option<&mut Self> {
        let mut left = index;
        self.seek(&mut left)
    }

    fn seek(&mut self, left: &mut usize) -> Option<&mut Self> {
        if *left == 0 {
            return Some(self);
        }
        *left -= 1;
        match self {
            Self::List(items) => items.iter_mut().find_map(|item| item.seek(left)),
            Self::Object(members) => members.iter_mut().find_map(|(_, value)| value.seek(left)),
            _ => None,
        }
    }
}

fn separate(index: usize, rng: &mut SmallRng, out: &mut String) {
    if index > 0 {
        space(rng, out);
        out.push(',');
    }
    space(rng, out);
}

fn space(rng: &mut SmallRng, out: &mut String) {
    if rng.random_ratio(1, 12) {
        out.push_str([" ", "\n  ", "\t", "\r\n"].choose(rng).unwrap());
    }
}

fn print_text(text: &str, rng: &mut SmallRng, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\u{8}' => out.push_str(["\\b", "\\u0008"].choose(rng).unwrap()),
            '\u{c}' => out.push_str(["\\f", "\\u000c"].choose(rng).unwrap()),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other if rng.random_ratio(1, 60) => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04X}"));
                }
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// A document that is likely to fit.
pub(super) fn draw(
    shape: &'static Shape,
    rules: &[&'static [Rule]],
    depth: u32,
    rng: &mut SmallRng,
) -> Doc {
    let raw = |text: &str| Doc::Raw(text.to_owned());
    match shape {
        Shape::Bool => raw(["true", "false"].choose(rng).unwrap()),
        Shape::Integer { min, max } => integer(*min, *max, rules, rng),
        Shape::Number(_) => number(rules, rng),
        Shape::String(kind) => text(*kind, rules, rng),
        Shape::Nullable(inner) => {
            if depth > 5 || rng.random_ratio(1, 3) {
                raw("null")
            } else {
                draw(inner, rules, depth + 1, rng)
            }
        }
        Shape::List(list) => {
            let (mut least, mut most) =
                (list.min, list.max.unwrap_or(if depth > 4 { 0 } else { 3 }));
            for rule in rules.iter().copied().flatten() {
                if let Rule::Length { min, max } = rule {
                    least = least.max(*min);
                    most = max.unwrap_or(most).min(most).max(least);
                }
            }
            let count = rng.random_range(least..=most.max(least));
            Doc::List(
                (0..count)
                    .map(|_| draw(list.items, &[], depth + 1, rng))
                    .collect(),
            )
        }
        Shape::Map(values) => {
            let count = rng.random_range(0..3);
            let mut members: Vec<(String, Doc)> = Vec::new();
            for _ in 0..count {
                let key = (*WORDS.choose(rng).unwrap()).to_owned();
                if !members.iter().any(|(known, _)| *known == key) {
                    members.push((key, draw(values, &[], depth + 1, rng)));
                }
            }
            Doc::Object(members)
        }
        Shape::Enum(of) => Doc::Text(of.values.choose(rng).unwrap().name.to_owned()),
        Shape::Object(of) => fields(of.fields, Vec::new(), depth, rng),
        Shape::Union(of) => union(of, depth, rng),
        Shape::Newtype(of) => {
            let mut rules = rules.to_vec();
            rules.push(of.rules);
            draw(of.inner, &rules, depth, rng)
        }
        Shape::Back(back) => draw((back.resolve)(), rules, depth, rng),
        _ => free(depth, rng),
    }
}

fn fields(
    fields: &'static [Field],
    mut members: Vec<(String, Doc)>,
    depth: u32,
    rng: &mut SmallRng,
) -> Doc {
    for field in fields {
        if field.optional && rng.random_bool(0.5) {
            continue;
        }
        members.push((
            field.name.to_owned(),
            draw(field.shape, &[field.rules], depth + 1, rng),
        ));
    }
    if rng.random_ratio(1, 10) && members.len() > 1 {
        let (one, other) = (
            rng.random_range(0..members.len()),
            rng.random_range(0..members.len()),
        );
        members.swap(one, other);
    }
    Doc::Object(members)
}

fn union(of: &'static Union, depth: u32, rng: &mut SmallRng) -> Doc {
    let variants = if depth > 4 {
        &of.variants[..1]
    } else {
        of.variants
    };
    let variant = variants.choose(rng).unwrap();
    let mut members = vec![(of.tag.to_owned(), Doc::Text(variant.name.to_owned()))];
    match (variant.body, of.content) {
        (Body::Fields(inner), None) => return fields(inner, members, depth, rng),
        (Body::Value(shape), None) => {
            if let Doc::Object(rest) = draw(shape, &[], depth + 1, rng) {
                members.extend(rest);
            }
        }
        (Body::Fields(inner), Some(content)) => {
            members.push((
                content.to_owned(),
                fields(inner, Vec::new(), depth + 1, rng),
            ));
        }
        (Body::Value(shape), Some(content)) => {
            members.push((content.to_owned(), draw(shape, &[], depth + 1, rng)));
        }
        _ => {}
    }
    Doc::Object(members)
}

pub(super) fn free(depth: u32, rng: &mut SmallRng) -> Doc {
    match rng.random_range(0..if depth > 4 { 3 } else { 5 }) {
        0 => Doc::Raw("null".to_owned()),
        1 => number(&[], rng),
        2 => Doc::Text((*WORDS.choose(rng).unwrap()).to_owned()),
        3 => Doc::List(
            (0..rng.random_range(0..3))
                .map(|_| free(depth + 1, rng))
                .collect(),
        ),
        _ => Doc::Object(vec![
            ("a".to_owned(), free(depth + 1, rng)),
            ("b".to_owned(), free(depth + 1, rng)),
        ]),
    }
}

fn integer(min: i128, max: u128, rules: &[&'static [Rule]], rng: &mut SmallRng) -> Doc {
    for rule in rules.iter().copied().flatten() {
        match rule {
            Rule::OneOf(values) => return literal(values.choose(rng).unwrap()),
            Rule::MultipleOf(Num::Int(of)) => {
                return Doc::Raw((of * rng.random_range(0..4)).to_string());
            }
            Rule::Range {
                min:
                    Some(Bound {
                        value: Num::Int(low),
                        ..
                    }),
                ..
            } => {
                return Doc::Raw((low + rng.random_range(0..5)).to_string());
            }
            _ => {}
        }
    }
    Doc::Raw(match rng.random_range(0..8) {
        0 => min.to_string(),
        1 => max.to_string(),
        2 => "0".to_owned(),
        3 => format!("{}.0", rng.random_range(0..100)),
        4 => format!("{}e1", rng.random_range(0..10)),
        _ => rng.random_range(0..100).to_string(),
    })
}

fn number(rules: &[&'static [Rule]], rng: &mut SmallRng) -> Doc {
    for rule in rules.iter().copied().flatten() {
        if let Rule::MultipleOf(_) = rule {
            return Doc::Raw(format!(
                "{}.{:02}",
                rng.random_range(0..100),
                rng.random_range(0..100)
            ));
        }
        if let Rule::Range { .. } = rule {
            return Doc::Raw(
                (*["0.5", "0.1", "1", "0.75", "1.4999", "0", "1e-1", "10000.0"]
                    .choose(rng)
                    .unwrap())
                .to_owned(),
            );
        }
    }
    Doc::Raw(match rng.random_range(0..6) {
        0 => "0".to_owned(),
        1 => "-1.5e3".to_owned(),
        2 => format!("{}", rng.random_range(-1000..1000)),
        3 => format!("{}e-{}", rng.random_range(1..100), rng.random_range(0..5)),
        _ => format!("{}.{}", rng.random_range(-99..99), rng.random_range(0..999)),
    })
}

fn text(kind: Text, rules: &[&'static [Rule]], rng: &mut SmallRng) -> Doc {
    for rule in rules.iter().copied().flatten() {
        match rule {
            Rule::OneOf(values) => return literal(values.choose(rng).unwrap()),
            Rule::Format(format) => {
                return Doc::Text((*samples(*format).choose(rng).unwrap()).to_owned());
            }
            Rule::Pattern(pattern) => {
                let fitting: Vec<_> = WORDS
                    .iter()
                    .chain(SPELLED)
                    .filter(|word| (pattern.regex)().is_match(word))
                    .collect();
                return Doc::Text((**fitting.choose(rng).unwrap()).to_owned());
            }
            Rule::Length { min, max } => {
                let count = rng.random_range(*min..=max.unwrap_or(min + 3));
                return Doc::Text(
                    (0..count)
                        .map(|_| *['a', 'é', '😀', '0'].choose(rng).unwrap())
                        .collect(),
                );
            }
            _ => {}
        }
    }
    Doc::Text(match kind {
        Text::Char => ["a", "é", "😀", "\n"].choose(rng).unwrap().to_string(),
        Text::Format(format) => (*samples(format).choose(rng).unwrap()).to_owned(),
        _ => (*WORDS.choose(rng).unwrap()).to_owned(),
    })
}

fn literal(value: &Literal) -> Doc {
    match value {
        Literal::Str(text) => Doc::Text((*text).to_owned()),
        Literal::Int(value) => Doc::Raw(value.to_string()),
        Literal::Float(value) => Doc::Raw(value.to_string()),
        Literal::Bool(value) => Doc::Raw(value.to_string()),
        _ => Doc::Raw("null".to_owned()),
    }
}
