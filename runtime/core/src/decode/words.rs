//! Expected and found, in words.

use std::fmt::Write;
use std::ops::Range;

use crate::json::{Node, NodeKind};
use crate::shape::{Literal, Num, Precision, Rule, Shape, Text};

/// Longest excerpt of an answer in one violation, in characters.
const EXCERPT: usize = 60;
/// Most names that a list in a sentence holds.
const NAMES: usize = 8;

/// The name of the contract.
pub(super) fn title(shape: &'static Shape) -> String {
    let wraps = |layer: &&Shape| matches!(layer, Shape::Nullable(_) | Shape::Back(_));
    let shape = shape.layers().find(|layer| !wraps(layer)).unwrap_or(shape);
    shape.name().map_or_else(
        || match shape {
            Shape::List(list) => match list.items.name() {
                Some(name) => format!("a list of {}", name.title),
                None => "a list".to_owned(),
            },
            other => kind(other),
        },
        |name| name.title.to_owned(),
    )
}

/// Returns the name of the kind of value that a shape requires, through newtypes and recursion.
pub(super) fn kind_of(shape: &'static Shape) -> String {
    let kind = kind(shape.core());
    let nullable = shape
        .layers()
        .any(|layer| matches!(layer, Shape::Nullable(_)));
    if nullable {
        format!("{kind} or null")
    } else {
        kind
    }
}

/// Returns the name of the kind of value that a shape requires.
pub(super) fn kind(shape: &'static Shape) -> String {
    match shape {
        Shape::Bool => "true or false".to_owned(),
        Shape::Integer { min, .. } if *min >= 0 => format!("a whole number from {min}"),
        Shape::Integer { .. } => "a whole number".to_owned(),
        Shape::Number(Precision::Decimal) => "a decimal number".to_owned(),
        Shape::Number(_) => "a number".to_owned(),
        Shape::String(Text::Char) => "a string of one character".to_owned(),
        Shape::String(Text::Format(format)) => format!("a string of format `{}`", format.name()),
        Shape::String(_) => "a string".to_owned(),
        Shape::Nullable(inner) => format!("{} or null", kind(inner)),
        Shape::List(_) => "an array".to_owned(),
        Shape::Map(_) => "an object with any keys".to_owned(),
        Shape::Enum(of) => one_of(of.values.iter().map(|value| value.name)),
        Shape::Object(of) => match of.fields {
            [] => "an empty object".to_owned(),
            fields => format!(
                "an object with {}",
                keys(fields.iter().map(|field| field.name))
            ),
        },
        Shape::Union(of) => format!("an object tagged by `{}`", of.tag),
        Shape::Newtype(_) | Shape::Back(_) => "a value".to_owned(),
        Shape::Untyped => "any JSON value".to_owned(),
    }
}

#[allow(
    single_use_lifetimes,
    reason = "an anonymous lifetime in an associated type is not stable"
)]
pub(super) fn keys<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let plural = if names.len() == 1 { "key" } else { "keys" };
    format!("the {plural} {}", listed(names, ", "))
}

#[allow(
    single_use_lifetimes,
    reason = "an anonymous lifetime in an associated type is not stable"
)]
pub(super) fn one_of<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    if names.len() == 1 {
        return listed(names, "");
    }
    format!("one of {}", listed(names, ", "))
}

#[allow(
    single_use_lifetimes,
    reason = "an anonymous lifetime in an associated type is not stable"
)]
fn listed<'n>(names: impl ExactSizeIterator<Item = &'n str>, between: &str) -> String {
    let rest = names.len().saturating_sub(NAMES);
    let mut out = String::new();
    for (index, name) in names.take(NAMES).enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        // Writing to a String can't fail.
        let _infallible = write!(out, "`{name}`");
    }
    if rest > 0 {
        let _infallible = write!(out, " and {rest} more");
    }
    out
}

/// A rule as a phrase that completes "expected".
pub(super) fn rule(rule: &Rule, node: &Node<'_>) -> String {
    match rule {
        Rule::Length { min, max } => {
            let things = match node.kind {
                NodeKind::String(_) => "characters",
                NodeKind::Object(_) => "entries",
                _ => "items",
            };
            count(*min, *max, things)
        }
        Rule::Range { min, max } => {
            let mut out = String::from("a number");
            if let Some(bound) = min {
                let word = if bound.exclusive {
                    "above"
                } else {
                    "of at least"
                };
                let _infallible = write!(out, " {word} {}", num(bound.value));
            }
            if min.is_some() && max.is_some() {
                out.push_str(" and");
            }
            if let Some(bound) = max {
                let word = if bound.exclusive {
                    "below"
                } else {
                    "of at most"
                };
                let _infallible = write!(out, " {word} {}", num(bound.value));
            }
            out
        }
        Rule::MultipleOf(of) => format!("a multiple of {}", num(*of)),
        Rule::Pattern(pattern) => format!("a match of the pattern `{}`", pattern.source),
        Rule::Format(format) => format!("a string of format `{}`", format.name()),
        Rule::Unique => "items that differ".to_owned(),
        Rule::OneOf(values) => {
            let values: Vec<String> = values.iter().map(literal).collect();
            one_of(values.iter().map(String::as_str))
        }
        Rule::ControlCharacters => "any text".to_owned(),
    }
}

/// Returns a number of things in words.
pub(super) fn count_of(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// So many of something.
pub(super) fn count(min: u64, max: Option<u64>, things: &str) -> String {
    match (min, max) {
        (min, Some(max)) if min == max => format!("exactly {min} {things}"),
        (0, Some(max)) => format!("at most {max} {things}"),
        (min, Some(max)) => format!("{min} to {max} {things}"),
        (min, None) => format!("at least {min} {things}"),
    }
}

pub(super) fn num(number: Num) -> String {
    match number {
        Num::Int(value) => value.to_string(),
        Num::Float(value) => value.to_string(),
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => value.to_string(),
        Literal::Str(text) => (*text).to_owned(),
        Literal::List(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// A value of the answer, in words.
pub(super) fn found(node: &Node<'_>, text: &str) -> String {
    match &node.kind {
        NodeKind::Null => "null".to_owned(),
        NodeKind::Bool(value) => value.to_string(),
        NodeKind::Number(_) => format!("the number {}", excerpt(text, &node.span)),
        NodeKind::String(_) => format!("the string {}", excerpt(text, &node.span)),
        NodeKind::List(items) => match items.len() {
            0 => "an empty array".to_owned(),
            1 => "an array of 1 item".to_owned(),
            more => format!("an array of {more} items"),
        },
        NodeKind::Object(members) if members.is_empty() => "an empty object".to_owned(),
        NodeKind::Object(members) => {
            let names: Vec<String> = members.iter().map(|(_, key, _)| shortened(key)).collect();
            format!("an object with {}", keys(names.iter().map(String::as_str)))
        }
    }
}

/// The answer's own text, shortened, without control characters.
pub(super) fn excerpt(text: &str, span: &Range<usize>) -> String {
    shortened(text.get(span.clone()).unwrap_or(""))
}

/// A text, shortened, without control characters.
pub(super) fn shortened(text: &str) -> String {
    crate::drift::shown(text, EXCERPT)
}
