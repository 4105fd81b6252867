//! Numbers, texts and keys, from keywords to nodes.

use rust_decimal::Decimal;

use super::node::{Edge, Integer, Node, Number};
use super::text::{self, Pattern, Text};
use super::words::Words;
use super::{Bounds, GrammarError};
use driftless::json::Json;

/// Integers beyond this are no integers to everybody who reads JSON (RFC 8259, section 6).
const MAX_SAFE_INTEGER: i128 = 9_007_199_254_740_991;

/// Numbers beyond this would need an exponent.
const MAX_NUMBER: i64 = 1_000_000_000_000;

/// The value that holds when several do: the largest of the lower bounds.
pub(super) fn at_least(words: &Words<'_>, keyword: &'static str) -> u64 {
    words.counts(keyword).max().unwrap_or(0)
}

/// The smallest of the upper bounds, or `bound` (which a lower bound may lift).
pub(super) fn at_most(words: &Words<'_>, keyword: &'static str, min: u64, bound: u64) -> u64 {
    words
        .counts(keyword)
        .min()
        .map_or_else(|| bound.max(min), |max| max.min(bound.max(min)))
}

/// A number of the schema as a decimal.
fn decimal(value: &Json) -> Option<Decimal> {
    let limit = Decimal::from(MAX_NUMBER).checked_mul(Decimal::from(1000))?;
    match value {
        Json::Int(value) => Some(
            Decimal::from_i128_with_scale((*value).clamp(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER), 0)
                .clamp(-limit, limit),
        ),
        Json::Float(value) => {
            let text = value.to_string();
            Some(
                text.parse::<Decimal>()
                    .unwrap_or(if *value > 0.0 { limit } else { -limit }),
            )
        }
        _ => None,
    }
}

pub(super) fn integer(words: &Words<'_>) -> Result<Node, GrammarError> {
    let (mut min, mut max) = (-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER);
    let whole = |value: Decimal| i128::try_from(value).unwrap_or(0);
    for value in words.all("minimum").filter_map(decimal) {
        min = min.max(whole(value.ceil()));
    }
    for value in words.all("exclusiveMinimum").filter_map(decimal) {
        min = min.max(whole(value.floor()).saturating_add(1));
    }
    for value in words.all("maximum").filter_map(decimal) {
        max = max.min(whole(value.floor()));
    }
    for value in words.all("exclusiveMaximum").filter_map(decimal) {
        max = max.min(whole(value.ceil()).saturating_sub(1));
    }
    let multiple = words.first("multipleOf").and_then(decimal).map(whole);
    if min > max || multiple.is_some_and(|multiple| multiple <= 0) {
        return Err(words.unsatisfiable("the bounds leave no integer"));
    }
    Ok(Node::Integer(Integer { min, max, multiple }))
}

pub(super) fn number(words: &Words<'_>, bounds: &Bounds) -> Node {
    let limit = Decimal::from(MAX_NUMBER);
    let edge = |value, exclusive| Edge { value, exclusive };
    let mut min = words
        .all("minimum")
        .filter_map(decimal)
        .map(|value| edge(value, false))
        .chain(
            words
                .all("exclusiveMinimum")
                .filter_map(decimal)
                .map(|value| edge(value, true)),
        )
        .max_by(|a, b| a.value.cmp(&b.value).then(a.exclusive.cmp(&b.exclusive)));
    let mut max = words
        .all("maximum")
        .filter_map(decimal)
        .map(|value| edge(value, false))
        .chain(
            words
                .all("exclusiveMaximum")
                .filter_map(decimal)
                .map(|value| edge(value, true)),
        )
        .min_by(|a, b| a.value.cmp(&b.value).then(b.exclusive.cmp(&a.exclusive)));
    let low = min.map_or(-limit, |edge| edge.value);
    let high = max.map_or(limit, |edge| edge.value);
    let min = *min.get_or_insert(edge(-limit.max(-high), false));
    let max = *max.get_or_insert(edge(limit.max(low), false));
    let single = words.first("format") == Some(&Json::String("float".to_owned()));
    let number = Number {
        min,
        max,
        multiple: words
            .first("multipleOf")
            .and_then(decimal)
            .filter(|multiple| !multiple.is_zero()),
        digits: if single {
            bounds.digits.min(6)
        } else {
            bounds.digits
        },
    };
    Node::Number(number)
}

pub(super) fn text(words: &Words<'_>, bounds: &Bounds) -> Result<Text, GrammarError> {
    let mut patterns = Vec::new();
    let mut sources: Vec<&str> = Vec::new();
    for value in words.all("pattern") {
        if let Json::String(source) = value {
            sources.push(source);
        }
    }
    for value in words.all("format") {
        if let Json::String(name) = value {
            sources.push(text::format(name).ok_or_else(|| GrammarError::Keyword {
                keyword: format!("format: {name}"),
                pointer: words.pointer.clone(),
            })?);
        }
    }
    for source in sources {
        patterns.push(
            Pattern::new(source)
                .ok_or_else(|| words.unsatisfiable("the pattern is no regular expression"))?,
        );
    }
    let min = at_least(words, "minLength");
    let max = at_most(words, "maxLength", min, bounds.text);
    if min > max {
        return Err(words.unsatisfiable("`minLength` is above `maxLength`"));
    }
    Ok(Text { min, max, patterns })
}

/// The keys of a map: short and plain, unless the contract says otherwise.
pub(super) fn key(words: &Words<'_>, bounds: &Bounds) -> Result<Text, GrammarError> {
    let mut key = text(&words.without("format"), bounds)?;
    if key.patterns.is_empty() {
        key.min = key.min.max(1);
        key.max = key.max.clamp(key.min, 40.max(key.min));
        let plain = format!("^[^\\x00-\\x1f\"\\\\\\x7f]{{{},{}}}$", key.min, key.max);
        key.patterns.extend(Pattern::new(&plain));
    }
    Ok(key)
}
