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

use crate::contract::{Contract, rules};
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
    *slot = Some(value(reader, rules, ensures)?);
    Ok(())
}

/// Appends the text form of a template's field.
pub fn push_input<T: crate::prompt::Input + ?Sized>(text: &mut String, value: &T) {
    value.push_to(text);
}

/// Reads one value, then holds it to the rules and checks.
///
/// # Errors
/// [`Stop`] if the value deviates.
#[inline]
pub fn value<T: Contract>(
    reader: &mut Reader<'_>,
    rules: &'static [Rule],
    ensures: &[Ensure<T>],
) -> Result<T, Stop> {
    if rules.is_empty() && ensures.is_empty() {
        return T::read(reader);
    }
    let start = reader.start();
    let value = T::read(reader)?;
    let source = reader.since(start);
    let view = value.view();
    if !rules.iter().all(|rule| rules::holds(rule, view, source)) {
        return Err(Stop);
    }
    check(reader, start, &value, ensures);
    Ok(value)
}

/// Reads the value inside a newtype, then holds it to the newtype's rules. The newtype's own checks follow with [`check`], from [`Reader::start`] before.
///
/// # Errors
/// [`Stop`] if the value deviates, or newtypes wrap nothing but themselves.
#[inline]
pub fn inner<T: Contract>(reader: &mut Reader<'_>, rules: &'static [Rule]) -> Result<T, Stop> {
    reader.wrap()?;
    value(reader, rules, &[])
}

/// Runs the semantic checks of the value that was read from byte `start` to here; what they say is kept in the reader, and reading goes on.
#[inline]
pub fn check<T>(reader: &mut Reader<'_>, start: usize, value: &T, ensures: &[Ensure<T>]) {
    for ensure in ensures {
        if let Err(violation) = ensure(value) {
            reader.fail(start, violation.expected);
        }
    }
}
