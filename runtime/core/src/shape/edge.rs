//! Small questions of the walks that run while compiling.

use super::{Rule, Shape};

/// Returns `true` if `null` is a value, as far as that is known while compiling.
pub(crate) const fn nullable(shape: &'static Shape) -> bool {
    match shape {
        Shape::Nullable(_) => true,
        Shape::Newtype(of) => nullable(of.inner),
        _ => false,
    }
}

/// Returns `true` if the `null` of such a value makes a union in a schema; an enum's joins its
/// values, a union's its branches.
pub(super) const fn null_is_a_union(shape: &'static Shape, rules: &'static [Rule]) -> bool {
    let (mut shape, mut rules) = (shape, rules);
    loop {
        if lists_values(rules) {
            return false;
        }
        rules = &[];
        shape = match shape {
            Shape::Nullable(inner) => inner,
            Shape::Newtype(of) => {
                rules = of.rules;
                of.inner
            }
            Shape::Enum(_) | Shape::Union(_) | Shape::Untyped | Shape::Back(_) => return false,
            _ => return true,
        };
    }
}

/// Returns `true` if a walk that comes to such a value counts its `null` as a union.
pub(super) const fn own_null_is_counted(shape: &'static Shape) -> bool {
    let mut shape = shape;
    loop {
        shape = match shape {
            Shape::Nullable(inner) => return null_is_a_union(inner, &[]),
            Shape::Newtype(of) => of.inner,
            _ => return false,
        };
    }
}

const fn lists_values(rules: &'static [Rule]) -> bool {
    let mut rest = rules;
    while let [rule, tail @ ..] = rest {
        if matches!(rule, Rule::OneOf(_)) {
            return true;
        }
        rest = tail;
    }
    false
}

pub(super) const fn may_be_empty(shape: &'static Shape, rules: &'static [Rule]) -> bool {
    let mut rest = rules;
    while let [rule, tail @ ..] = rest {
        if let Rule::Length { min, .. } = rule
            && *min > 0
        {
            return false;
        }
        rest = tail;
    }
    match shape {
        Shape::List(list) => list.min == 0,
        Shape::Map(_) => true,
        Shape::Newtype(of) => may_be_empty(of.inner, of.rules),
        _ => false,
    }
}

pub(crate) const fn text_chars(text: &str) -> u64 {
    let mut count = 0;
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        // Every byte but those that continue a character.
        if *byte & 0xc0 != 0x80 {
            count += 1;
        }
        rest = tail;
    }
    count
}

/// Returns `true` if both texts are equal.
pub(crate) const fn is_same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let ([a, one_rest @ ..], [b, other_rest @ ..]) = (one, other) {
        if *a != *b {
            return false;
        }
        (one, other) = (one_rest, other_rest);
    }
    one.len() == other.len()
}
