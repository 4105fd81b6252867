//! Checks, while the user's crate compiles, that the literals of an example or of `one_of` satisfy
//! the rules of the types inside. The derive itself checks the rules of the field.

use crate::shape::{Bound, Format, Literal, Num, Rule, Shape, Text, is_same};

/// Returns `true` if the literal may be of the format.
#[must_use]
pub const fn may_be(format: Format, literal: &Literal) -> bool {
    match literal {
        Literal::Str(text) => format.may_be(text),
        _ => true,
    }
}

/// Returns `true` if the literal keeps the rules of the newtypes and the formats in `shape`, as far
/// as a constant can judge it: a pattern passes.
#[must_use]
pub const fn keeps(shape: &'static Shape, literal: &Literal) -> bool {
    match (shape, literal) {
        (Shape::Nullable(_), Literal::Null) => true,
        (Shape::Nullable(inner), _) => keeps(inner, literal),
        (Shape::Newtype(of), _) => {
            let mut rules = of.rules;
            while let [rule, rest @ ..] = rules {
                if !keeps_rule(rule, literal) {
                    return false;
                }
                rules = rest;
            }
            keeps(of.inner, literal)
        }
        (Shape::String(Text::Format(format)), Literal::Str(text)) => format.may_be(text),
        (Shape::List(list), Literal::List(items)) => {
            let mut rest = *items;
            while let [item, tail @ ..] = rest {
                if !keeps(list.items, item) || (list.unique && stands_in(item, tail)) {
                    return false;
                }
                rest = tail;
            }
            true
        }
        _ => true,
    }
}

#[allow(
    clippy::as_conversions,
    reason = "a slice's length is a `u64` everywhere"
)]
const fn keeps_rule(rule: &Rule, literal: &Literal) -> bool {
    match (rule, literal) {
        (Rule::Length { min, max }, Literal::Str(text)) => {
            is_between(crate::shape::text_chars(text), *min, *max)
        }
        (Rule::Length { min, max }, Literal::List(items)) => {
            is_between(items.len() as u64, *min, *max)
        }
        (Rule::Range { min, max }, Literal::Int(_) | Literal::Float(_)) => {
            is_inside(literal, *min, true) && is_inside(literal, *max, false)
        }
        (Rule::MultipleOf(Num::Int(of)), Literal::Int(value)) => {
            matches!(value.checked_rem(*of), Some(0))
        }
        (Rule::Format(format), Literal::Str(text)) => format.may_be(text),
        (Rule::Unique, Literal::List(items)) => {
            let mut rest = *items;
            while let [item, tail @ ..] = rest {
                if stands_in(item, tail) {
                    return false;
                }
                rest = tail;
            }
            true
        }
        (Rule::OneOf(values), literal) => {
            matches!(literal, Literal::Null) || stands_in(literal, values)
        }
        _ => true,
    }
}

const fn is_between(length: u64, min: u64, max: Option<u64>) -> bool {
    let short_enough = match max {
        Some(max) => length <= max,
        None => true,
    };
    length >= min && short_enough
}

/// Returns `true` if a number lies on the inner side of a bound, the lower or the upper one. Two
/// integers are compared exactly.
#[allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "a constant has no other conversion; a bound and an example that differ in their 17th digit only pass or fail together"
)]
const fn is_inside(literal: &Literal, bound: Option<Bound>, lower: bool) -> bool {
    let Some(bound) = bound else { return true };
    let (below, equal) = match (literal, bound.value) {
        (Literal::Int(value), Num::Int(end)) => (*value < end, *value == end),
        (Literal::Int(value), Num::Float(end)) => ((*value as f64) < end, *value as f64 == end),
        (Literal::Float(value), Num::Int(end)) => (*value < end as f64, *value == end as f64),
        (Literal::Float(value), Num::Float(end)) => (*value < end, *value == end),
        _ => return true,
    };
    if equal {
        !bound.exclusive
    } else {
        below != lower
    }
}

const fn stands_in(literal: &Literal, values: &[Literal]) -> bool {
    let mut rest = values;
    while let [value, tail @ ..] = rest {
        if is_one(literal, value) {
            return true;
        }
        rest = tail;
    }
    false
}

/// Returns `true` if two literals are one value.
#[allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "literals as they were written; a constant has no other conversion"
)]
const fn is_one(one: &Literal, other: &Literal) -> bool {
    match (one, other) {
        (Literal::Null, Literal::Null) => true,
        (Literal::Bool(one), Literal::Bool(other)) => *one == *other,
        (Literal::Int(one), Literal::Int(other)) => *one == *other,
        (Literal::Int(int), Literal::Float(float)) | (Literal::Float(float), Literal::Int(int)) => {
            *int as f64 == *float
        }
        (Literal::Float(one), Literal::Float(other)) => *one == *other,
        (Literal::Str(one), Literal::Str(other)) => is_same(one, other),
        (Literal::List(one), Literal::List(other)) => are_one(one, other),
        _ => false,
    }
}

const fn are_one(one: &[Literal], other: &[Literal]) -> bool {
    match (one, other) {
        ([], []) => true,
        ([a, one @ ..], [b, other @ ..]) => is_one(a, b) && are_one(one, other),
        _ => false,
    }
}
