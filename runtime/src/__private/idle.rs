//! Rules that forbid nothing, or everything, by the field's type: questions that the derive asks while the user's crate compiles.

use super::fit::{core, is_nullable, list_of};
use crate::shape::{Bound, Literal, Num, Shape};

/// Whether the type itself holds no item twice.
#[must_use]
pub const fn is_set(shape: &'static Shape) -> bool {
    match list_of(shape) {
        Some(list) => list.unique,
        None => false,
    }
}

/// Whether all values have one length by their type.
#[must_use]
pub const fn is_array(shape: &'static Shape) -> bool {
    match list_of(shape) {
        Some(list) => list.max.is_some(),
        None => false,
    }
}

/// Whether a list without equal items can have `min` of them; `unique` is what a rule says.
#[must_use]
#[allow(
    clippy::as_conversions,
    reason = "`TryFrom` is not const; a length is a `u64` everywhere"
)]
pub const fn has_so_many(shape: &'static Shape, unique: bool, min: u64) -> bool {
    let Some(list) = list_of(shape) else {
        return true;
    };
    let null = if is_nullable(list.items) { 1 } else { 0 };
    let different = match core(list.items) {
        _ if !list.unique && !unique => return true,
        Shape::Bool => 2,
        Shape::Enum(of) => of.values.len() as u64,
        _ => return true,
    };
    min <= different + null
}

/// Whether an integer type has a value between the two, each of which it can hold.
#[must_use]
pub const fn has_value_between(
    shape: &'static Shape,
    min: Option<Bound>,
    max: Option<Bound>,
) -> bool {
    let (Shape::Integer { .. }, Some(min), Some(max)) = (core(shape), min, max) else {
        return true;
    };
    let (Num::Int(low), Num::Int(high)) = (min.value, max.value) else {
        return true;
    };
    // Two ends that are left out take two of the integers from the one to the other.
    high.saturating_sub(low) > 1 || !(min.exclusive && max.exclusive)
}

/// Whether some values of an integer type other than 0 are multiples of this number, but not all.
#[must_use]
pub const fn is_multiple_of_some(shape: &'static Shape, of: Num) -> bool {
    match (core(shape), of) {
        (Shape::Integer { min, max }, Num::Int(of)) => {
            of != 1 && (of.unsigned_abs() <= *max || -of >= *min)
        }
        _ => true,
    }
}

/// Whether the distinct values of `one_of` are all that the type has.
#[must_use]
pub const fn is_whole_type(shape: &'static Shape, values: &[Literal]) -> bool {
    match core(shape) {
        Shape::Bool => values.len() == 2,
        Shape::Enum(of) => values.len() == of.values.len(),
        _ => false,
    }
}

/// Whether the range ends where the integer type does; one that goes beyond is told as such.
#[must_use]
pub const fn is_whole_range(
    shape: &'static Shape,
    low: Option<Bound>,
    high: Option<Bound>,
) -> bool {
    let Shape::Integer { min, max } = core(shape) else {
        return false;
    };
    let from_below = match low {
        None => true,
        Some(end) => matches!(end.value, Num::Int(low) if low == *min) && !end.exclusive,
    };
    let to_above = match high {
        None => true,
        Some(end) => {
            matches!(end.value, Num::Int(high) if high >= 0 && high.unsigned_abs() == *max)
                && !end.exclusive
        }
    };
    from_below && to_above
}

/// Whether `null` in `one_of` says something: only where the type itself leaves all open.
#[must_use]
pub const fn can_name_null(shape: &'static Shape) -> bool {
    matches!(core(shape), Shape::Untyped)
}
