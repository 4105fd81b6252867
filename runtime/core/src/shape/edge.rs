//! Small questions of the walks that run while compiling.

use super::{Rule, Shape};

/// Whether `null` is a value, as far as that is known while compiling.
pub(super) const fn nullable(shape: &'static Shape) -> bool {
    match shape {
        Shape::Nullable(_) => true,
        Shape::Newtype(of) => nullable(of.inner),
        _ => false,
    }
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
