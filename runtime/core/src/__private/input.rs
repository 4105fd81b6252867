//! Selects a reader for a field of a prompt, by the traits of its type.
//!
//! Generated code calls `(&&&&Slot::<T>::NEW).reader()`: method resolution takes the first of these
//! traits that fits, from the most references to the fewest. A type that fits no trait compiles
//! too, since most prompts are never asked from a data set; reading one is an error that names the
//! field. In generic code only the bounds count.

use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::contract::Contract;
use crate::decode::decode;
use crate::prompt::{Input, InputError, InputValue, ReadInput};

/// Stands for the type `T`.
#[derive(Debug)]
pub struct Slot<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized> Slot<T> {
    /// The only value.
    pub const NEW: Self = Self(PhantomData);
}

/// A reference is read as the value behind it. The first to be asked: a reference to a contract is
/// one too, but only to be written.
pub trait ByReferent {
    /// The reader.
    fn reader(&self) -> Option<ReadInput>;
}

impl<T: Referent + ?Sized> ByReferent for &&&Slot<&T> {
    fn reader(&self) -> Option<ReadInput> {
        Some(T::read_referent)
    }
}

/// A contract type reads itself, as strictly as an answer.
pub trait ByContract {
    /// The reader.
    fn reader(&self) -> Option<ReadInput>;
}

impl<T: Contract + Display> ByContract for &&Slot<T> {
    fn reader(&self) -> Option<ReadInput> {
        Some(contract::<T>)
    }
}

/// Any other type that can be parsed is read from a JSON string.
pub trait ByText {
    /// The reader.
    fn reader(&self) -> Option<ReadInput>;
}

impl<T: FromStr<Err: Display> + Display> ByText for &Slot<T> {
    fn reader(&self) -> Option<ReadInput> {
        Some(parsed::<T>)
    }
}

/// Nothing is known of the type.
pub trait ByNothing {
    /// No reader.
    fn reader(&self) -> Option<ReadInput>;
}

impl<T: ?Sized> ByNothing for Slot<T> {
    fn reader(&self) -> Option<ReadInput> {
        None
    }
}

/// A type that a prompt may refer to.
pub trait Referent {
    /// Reads one value of it.
    ///
    /// # Errors
    /// [`InputError`] if the text is none.
    fn read_referent(json: &str) -> Result<InputValue, InputError>;
}

impl Referent for str {
    fn read_referent(json: &str) -> Result<InputValue, InputError> {
        contract::<String>(json)
    }
}

impl<T: Contract + Display> Referent for T {
    fn read_referent(json: &str) -> Result<InputValue, InputError> {
        contract::<T>(json)
    }
}

fn contract<T: Contract + Display>(json: &str) -> Result<InputValue, InputError> {
    let value: T = decode(json).map_err(InputError::Drift)?;
    let mut json = String::new();
    value.write(&mut json);
    Ok(InputValue {
        text: shown(&value),
        json,
    })
}

fn parsed<T: FromStr<Err: Display> + Display>(json: &str) -> Result<InputValue, InputError> {
    let text: String = decode(json).map_err(InputError::Drift)?;
    let value: T = text
        .parse()
        .map_err(|error: T::Err| InputError::Refused(error.to_string()))?;
    let text = shown(&value);
    let mut json = String::new();
    text.write(&mut json);
    Ok(InputValue { text, json })
}

/// As a template shows it.
fn shown(value: &impl Input) -> String {
    let mut text = String::new();
    value.push_to(&mut text);
    text
}

/// Appends the text of the field at `index`.
pub fn push_text(text: &mut String, texts: &[String], index: usize) {
    if let Some(value) = texts.get(index) {
        text.push_str(value);
    }
}
