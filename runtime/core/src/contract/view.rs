//! The view of a value that rules are evaluated on: the value inside options, boxes and newtypes.

use crate::json::Number;

/// One value, borrowed, reduced to what rules can speak of.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum View<'a> {
    /// `null`: no rule applies.
    Null,
    /// A Boolean.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A whole number above `i128::MAX`, or of an unsigned type.
    Uint(u128),
    /// A finite number.
    Float(f64),
    /// A finite number of single precision.
    Single(f32),
    /// A number as it was written, of a type that shows no other.
    Number(Number<'a>),
    /// A text.
    Str(&'a str),
    /// A list or map of so many items.
    Count(usize),
    /// A type that shows nothing of itself: rules look at its text on the wire.
    Other,
}
