//! Names and values that some vendors refuse, as far as they are found while compiling.

use super::{EnumValue, Literal, Rule, Shape, Variant};

/// Enums of more values are left to the walk at run time: each value is compared with all others.
const MOST: usize = 250;

/// Returns `true` if there is a control character of ASCII in the text, such as a line break.
pub(super) const fn has_control(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        if byte.is_ascii_control() {
            return true;
        }
        rest = tail;
    }
    false
}

/// Returns the number of keys of a root object that are [odd](is_odd_key).
pub(super) const fn odd_root_keys(shape: &'static Shape) -> u64 {
    match shape {
        Shape::Newtype(of) => odd_root_keys(of.inner),
        Shape::Object(of) => {
            let (mut rest, mut count) = (of.fields, 0);
            while let [field, tail @ ..] = rest {
                if is_odd_key(field.name) {
                    count += 1;
                }
                rest = tail;
            }
            count
        }
        _ => 0,
    }
}

/// Returns `true` if the key is other than 1 to 64 of `a-z`, `A-Z`, `0-9`, `_`, `.` and `-`.
pub(crate) const fn is_odd_key(key: &str) -> bool {
    let mut rest = key.as_bytes();
    if rest.is_empty() || rest.len() > 64 {
        return true;
    }
    while let [byte, tail @ ..] = rest {
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')) {
            return true;
        }
        rest = tail;
    }
    false
}

/// Returns `true` if two of the values differ in case only.
pub(super) const fn values_are_twins(values: &'static [EnumValue]) -> bool {
    let mut rest = values;
    while let ([one, tail @ ..], true) = (rest, values.len() <= MOST) {
        let mut others = tail;
        while let [other, further @ ..] = others {
            if are_twins(one.name, other.name) {
                return true;
            }
            others = further;
        }
        rest = tail;
    }
    false
}

/// Returns `true` if the tags of two variants differ in case only.
pub(super) const fn tags_are_twins(variants: &'static [Variant]) -> bool {
    let mut rest = variants;
    while let ([one, tail @ ..], true) = (rest, variants.len() <= MOST) {
        let mut others = tail;
        while let [other, further @ ..] = others {
            if are_twins(one.name, other.name) {
                return true;
            }
            others = further;
        }
        rest = tail;
    }
    false
}

/// Returns `true` if a rule lists two texts that differ in case only.
pub(super) const fn listed_twins(rules: &'static [Rule]) -> bool {
    let mut rules = rules;
    while let [rule, tail @ ..] = rules {
        if let Rule::OneOf(listed) = rule
            && listed.len() <= MOST
        {
            let mut rest = *listed;
            while let [one, tail @ ..] = rest {
                if has_twin(one, tail) {
                    return true;
                }
                rest = tail;
            }
        }
        rules = tail;
    }
    false
}

const fn has_twin(one: &Literal, others: &[Literal]) -> bool {
    let mut rest = others;
    while let [other, tail @ ..] = rest {
        if let (Literal::Str(one), Literal::Str(other)) = (one, other)
            && are_twins(one, other)
        {
            return true;
        }
        rest = tail;
    }
    false
}

const fn are_twins(one: &str, other: &str) -> bool {
    is_same_in_any_case(one, other) && !super::edge::is_same(one, other)
}

/// As `str::eq_ignore_ascii_case`, which is `const` since Rust 1.89 only.
const fn is_same_in_any_case(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let ([first, tail @ ..], [second, others @ ..]) = (one, other) {
        if !first.eq_ignore_ascii_case(second) {
            return false;
        }
        (one, other) = (tail, others);
    }
    one.is_empty() && other.is_empty()
}
