//! Checks, while the user's crate compiles, that a rule permits some value of the field's type.

use super::fit::{core, is_nullable, list_of};
use crate::shape::{Bound, Num, Shape};

/// Returns `true` if some value has a length between the two.
#[must_use]
pub const fn can_be_long(shape: &'static Shape, min: u64, max: Option<u64>) -> bool {
    let Some(list) = list_of(shape) else {
        return true;
    };
    let long_enough = match list.max {
        Some(most) => min <= most,
        None => true,
    };
    let short_enough = match max {
        Some(max) => list.min <= max,
        None => true,
    };
    long_enough && short_enough
}

/// Returns `true` if a list without equal items can have `min` of them; `unique` is what a rule
/// says.
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

/// Returns `true` if an integer type has a value between the two, each of which it can hold.
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

/// Returns `true` if some value of an integer type other than 0 is a multiple of this number.
#[must_use]
pub const fn has_multiple(shape: &'static Shape, of: Num) -> bool {
    match (core(shape), of) {
        (Shape::Integer { min, max }, Num::Int(of)) => of.unsigned_abs() <= *max || -of >= *min,
        _ => true,
    }
}
