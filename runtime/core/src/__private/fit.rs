//! Questions that the derive asks of a field's type while the user's crate compiles.

use crate::shape::{List, Literal, Num, Object, Shape, Target, Text, is_same};

/// The shape inside options and newtypes.
pub(super) const fn core(shape: &'static Shape) -> &'static Shape {
    match shape {
        Shape::Nullable(inner) => core(inner),
        Shape::Newtype(of) => core(of.inner),
        other => other,
    }
}

pub(super) const fn list_of(shape: &'static Shape) -> Option<&'static List> {
    match core(shape) {
        Shape::List(list) => Some(list),
        _ => None,
    }
}

/// Returns `true` if `length` speaks of such values.
#[must_use]
pub const fn has_length(shape: &'static Shape) -> bool {
    matches!(
        core(shape),
        Shape::String(Text::Any) | Shape::List(_) | Shape::Map(_) | Shape::Untyped
    )
}

/// Returns `true` if `range` and `multiple_of` speak of such values.
#[must_use]
pub const fn is_number(shape: &'static Shape) -> bool {
    matches!(
        core(shape),
        Shape::Integer { .. } | Shape::Number(_) | Shape::Untyped
    )
}

/// Returns `true` if a number of a rule has no fraction where the type has none.
#[must_use]
pub const fn is_whole_enough(shape: &'static Shape, number: Num) -> bool {
    !matches!(
        (core(shape), number),
        (Shape::Integer { .. }, Num::Float(_))
    )
}

/// Returns `true` if the first value inside a bound is one of the integer type's, if it is one.
#[must_use]
#[allow(
    clippy::as_conversions,
    reason = "`TryFrom` is not const; signs are checked"
)]
pub const fn is_in_type(shape: &'static Shape, bound: Num, exclusive: bool, lower: bool) -> bool {
    let (Shape::Integer { min, max }, Num::Int(value)) = (core(shape), bound) else {
        return true;
    };
    let value = match (exclusive, lower) {
        (false, _) => value,
        (true, true) => value.saturating_add(1),
        (true, false) => value.saturating_sub(1),
    };
    *min <= value && (value < 0 || value.unsigned_abs() <= *max)
}

/// Returns `true` if `pattern` speaks of such values.
#[must_use]
pub const fn is_text(shape: &'static Shape) -> bool {
    matches!(core(shape), Shape::String(_) | Shape::Untyped)
}

/// Returns `true` if `format` speaks of such values.
#[must_use]
pub const fn is_free_text(shape: &'static Shape) -> bool {
    matches!(core(shape), Shape::String(Text::Any) | Shape::Untyped)
}

/// Returns the type that is compared one by one: a list's items or a map's values, through all
/// levels.
const fn single(shape: &'static Shape) -> &'static Shape {
    match core(shape) {
        Shape::List(list) => single(list.items),
        Shape::Map(values) => single(values),
        other => other,
    }
}

/// Returns `true` if such values can hold others, so that a way may lead back through them.
#[must_use]
pub const fn leads_on(shape: &'static Shape) -> bool {
    !is_leaf(single(shape))
}

/// Returns `true` if no other shape lies inside.
const fn is_leaf(shape: &'static Shape) -> bool {
    matches!(
        shape,
        Shape::Bool
            | Shape::Integer { .. }
            | Shape::Number(_)
            | Shape::String(_)
            | Shape::Enum(_)
            | Shape::Untyped
    )
}

/// Returns `true` if `compare(ordered)`, `set` and `matching` speak of such values.
#[must_use]
pub const fn has_items(shape: &'static Shape) -> bool {
    matches!(core(shape), Shape::List(_))
}

/// Returns `true` if `compare(within = …)` speaks of such values.
#[must_use]
pub const fn has_numbers(shape: &'static Shape) -> bool {
    matches!(single(shape), Shape::Integer { .. } | Shape::Number(_))
}

/// Returns `true` if two different values can lie less than 1 apart.
#[must_use]
pub const fn has_fractions(shape: &'static Shape) -> bool {
    !matches!(single(shape), Shape::Integer { .. })
}

/// Returns `true` if measures of free text speak of such values.
#[must_use]
pub const fn has_texts(shape: &'static Shape) -> bool {
    matches!(single(shape), Shape::String(Text::Any))
}

/// Returns `true` if `control_characters` speaks of such values: of text in them, or of keys.
#[must_use]
pub const fn has_free_text(shape: &'static Shape) -> bool {
    match core(shape) {
        Shape::List(list) => has_free_text(list.items),
        Shape::String(Text::Any) | Shape::Map(_) | Shape::Untyped => true,
        other => !is_leaf(other),
    }
}

/// Returns `true` if `compare(at_least = …)` alone says something of such values.
#[must_use]
pub const fn has_scores(shape: &'static Shape) -> bool {
    matches!(
        core(shape),
        Shape::List(_) | Shape::Map(_) | Shape::String(Text::Any)
    )
}

/// Returns `true` if `unique` speaks of such values.
#[must_use]
pub const fn is_list(shape: &'static Shape) -> bool {
    matches!(core(shape), Shape::List(_) | Shape::Untyped)
}

/// Returns `true` if `null` says one thing only.
#[must_use]
pub const fn has_one_null(shape: &'static Shape) -> bool {
    match shape {
        Shape::Nullable(inner) => !is_nullable(inner) && has_one_null(inner),
        Shape::List(list) => has_one_null(list.items),
        Shape::Map(values) => has_one_null(values),
        _ => true,
    }
}

/// Returns `true` if a newtype of this inner shape, which holds itself in an `Option` again, has
/// only one `null`; `key` is the newtype's own.
#[must_use]
pub const fn has_one_null_in_itself(shape: &'static Shape, key: u128) -> bool {
    !is_nullable(shape) || !holds_nullable(shape, key)
}

/// Returns `true` if the type of this key stands in an `Option` in here.
const fn holds_nullable(shape: &'static Shape, key: u128) -> bool {
    match shape {
        Shape::Nullable(inner) => leads_back(inner, key) || holds_nullable(inner, key),
        Shape::Newtype(of) => holds_nullable(of.inner, key),
        Shape::List(list) => holds_nullable(list.items, key),
        Shape::Map(values) => holds_nullable(values, key),
        _ => false,
    }
}

const fn leads_back(shape: &'static Shape, key: u128) -> bool {
    match shape {
        Shape::Back(back) => match back.target {
            Target::Enclosing(target) => target == key,
            Target::Marked => false,
        },
        Shape::Newtype(of) => leads_back(of.inner, key),
        _ => false,
    }
}

pub(super) const fn is_nullable(shape: &'static Shape) -> bool {
    match shape {
        Shape::Nullable(_) | Shape::Untyped => true,
        Shape::Newtype(of) => is_nullable(of.inner),
        _ => false,
    }
}

/// Returns `true` if a value can be finite, as far as the type's own name in the shape shows.
#[must_use]
pub const fn can_end(shape: &'static Shape) -> bool {
    match shape {
        Shape::Back(_) => false,
        Shape::Newtype(of) => can_end(of.inner),
        Shape::List(list) => list.min == 0 || can_end(list.items),
        _ => true,
    }
}

/// Returns `true` if a newtype of this inner shape has values other than `null`, as far as its own
/// name in the shape shows.
#[must_use]
pub const fn holds_a_value(shape: &'static Shape) -> bool {
    match shape {
        Shape::Nullable(inner) => holds_a_value(inner),
        Shape::Newtype(of) => holds_a_value(of.inner),
        other => can_end(other),
    }
}

const fn object_of(shape: &'static Shape) -> Option<&'static Object> {
    match shape {
        Shape::Object(of) => Some(of),
        Shape::Newtype(of) => object_of(of.inner),
        _ => None,
    }
}

/// Returns `true` if the fields can lie beside a tag.
#[must_use]
pub const fn is_object(shape: &'static Shape) -> bool {
    object_of(shape).is_some()
}

/// Returns `true` if no field has the tag's name.
#[must_use]
pub const fn lacks_key(shape: &'static Shape, tag: &str) -> bool {
    let Some(object) = object_of(shape) else {
        return true;
    };
    let mut fields = object.fields;
    while let [field, rest @ ..] = fields {
        if is_same(field.name, tag) {
            return false;
        }
        fields = rest;
    }
    true
}

/// Returns `true` if a literal is a value of the type, its rules aside.
#[must_use]
#[allow(
    clippy::as_conversions,
    reason = "a slice's length is a `u64` everywhere"
)]
pub const fn is_value(shape: &'static Shape, literal: &Literal) -> bool {
    match (shape, literal) {
        (Shape::Nullable(_), Literal::Null)
        | (Shape::Untyped, _)
        | (Shape::Bool, Literal::Bool(_))
        | (Shape::Number(_), Literal::Int(_) | Literal::Float(_))
        | (Shape::String(Text::Any | Text::Format(_)), Literal::Str(_)) => true,
        (Shape::Nullable(inner), _) => is_value(inner, literal),
        (Shape::Newtype(of), _) => is_value(of.inner, literal),
        (Shape::String(Text::Char), Literal::Str(text)) => is_one_character(text),
        (Shape::Integer { .. }, Literal::Int(value)) => {
            is_in_type(shape, Num::Int(*value), false, true)
        }
        (Shape::Enum(of), Literal::Str(text)) => {
            let mut values = of.values;
            while let [value, rest @ ..] = values {
                if is_same(value.name, text) {
                    return true;
                }
                values = rest;
            }
            false
        }
        (Shape::List(list), Literal::List(items)) => {
            let count = items.len() as u64;
            let mut items = *items;
            while let [item, rest @ ..] = items {
                if !is_value(list.items, item) {
                    return false;
                }
                items = rest;
            }
            let short_enough = match list.max {
                Some(most) => count <= most,
                None => true,
            };
            list.min <= count && short_enough
        }
        _ => false,
    }
}

/// Returns `true` if `one_of` can speak of such values: those that a literal can say.
#[must_use]
pub const fn is_scalar(shape: &'static Shape) -> bool {
    is_leaf(core(shape))
}

const fn is_one_character(text: &str) -> bool {
    let mut bytes = text.as_bytes();
    let mut count = 0;
    while let [byte, rest @ ..] = bytes {
        // Every byte that doesn't continue a character starts one.
        if *byte & 0b1100_0000 != 0b1000_0000 {
            count += 1;
        }
        bytes = rest;
    }
    count == 1
}
