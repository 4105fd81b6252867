//! Selects a reader for a field of a prompt, by the traits of its type.
//!
//! Generated code calls `(&&&&Slot::<T>::NEW).reader()`: method resolution takes the first of these
//! traits that fits, from the most references to the fewest. A type that fits no trait compiles
//! too, since most prompts are never asked from a data set; reading one is an error that names the
//! field. In generic code only the bounds count.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;

use serde_json::value::RawValue;

use crate::contract::Contract;
use crate::decode::decode;
use crate::prompt::{Input, InputError, InputValue, ReadInput, Shown, Turn};

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
    let text = shown(&value);
    let shown = match json.as_str() {
        "true" | "false" if text == json => Shown::Flag(json == "true"),
        _ => Shown::Text(text),
    };
    Ok(InputValue { shown, json })
}

fn parsed<T: FromStr<Err: Display> + Display>(json: &str) -> Result<InputValue, InputError> {
    let text: String = decode(json).map_err(InputError::Drift)?;
    let value: T = text
        .parse()
        .map_err(|error: T::Err| InputError::Refused(error.to_string()))?;
    let text = shown(&value);
    let mut json = String::new();
    text.write(&mut json);
    Ok(InputValue {
        shown: Shown::Text(text),
        json,
    })
}

/// As a template shows it.
fn shown(value: &impl Input) -> String {
    let mut text = String::new();
    value.push_to(&mut text);
    text
}

/// Lists and options of references are read as those of what is behind them.
pub trait ByReferents {
    /// The reader.
    fn reader(&self) -> Option<ReadInput>;
}

impl<T: Referent + ?Sized> ByReferents for &&&Slot<Vec<&T>> {
    fn reader(&self) -> Option<ReadInput> {
        Some(|json| list(json, T::read_referent))
    }
}

impl<T: Referent + ?Sized> ByReferents for &&&Slot<Option<&T>> {
    fn reader(&self) -> Option<ReadInput> {
        Some(|json| optional(json, T::read_referent))
    }
}

/// Lists and options of contract types, which have no text form themselves.
pub trait ByItems {
    /// The reader.
    fn reader(&self) -> Option<ReadInput>;
}

impl<T: Contract + Display> ByItems for &&Slot<Vec<T>> {
    fn reader(&self) -> Option<ReadInput> {
        Some(|json| list(json, contract::<T>))
    }
}

impl<T: Contract + Display> ByItems for &&Slot<BTreeSet<T>> {
    fn reader(&self) -> Option<ReadInput> {
        Some(|json| list(json, contract::<T>))
    }
}

impl<T: Contract + Display, S> ByItems for &&Slot<HashSet<T, S>> {
    fn reader(&self) -> Option<ReadInput> {
        Some(|json| list(json, contract::<T>))
    }
}

impl<T: Contract + Display> ByItems for &&Slot<Option<T>> {
    fn reader(&self) -> Option<ReadInput> {
        Some(|json| optional(json, contract::<T>))
    }
}

impl<T: Contract + Display> Referent for [T] {
    fn read_referent(json: &str) -> Result<InputValue, InputError> {
        list(json, contract::<T>)
    }
}

fn list(json: &str, read: ReadInput) -> Result<InputValue, InputError> {
    let items: Vec<&RawValue> = serde_json::from_str(json)
        .map_err(|error| InputError::Refused(format!("expected a list: {error}")))?;
    let (mut all, mut written) = (Vec::new(), Vec::new());
    for item in items {
        let InputValue { shown, json } = read(item.get())?;
        all.push(shown);
        written.push(json);
    }
    Ok(InputValue {
        shown: Shown::List(all),
        json: format!("[{}]", written.join(",")),
    })
}

fn optional(json: &str, read: ReadInput) -> Result<InputValue, InputError> {
    if json.trim() == "null" {
        return Ok(InputValue {
            shown: Shown::Nothing,
            json: "null".to_owned(),
        });
    }
    let InputValue { shown, json } = read(json)?;
    Ok(InputValue {
        shown: Shown::There(Box::new(shown)),
        json,
    })
}

/// Reads a history from a list of `{"role":"user","content":"…"}`.
///
/// # Errors
/// [`InputError`] if the text is no such list.
pub fn read_history(json: &str) -> Result<InputValue, InputError> {
    let refused = |error: serde_json::Error| InputError::Refused(format!("no turns: {error}"));
    let turns: Vec<Turn> = serde_json::from_str(json).map_err(refused)?;
    let json = serde_json::to_string(&turns).map_err(refused)?;
    Ok(InputValue {
        shown: Shown::Text(json.clone()),
        json,
    })
}

/// Returns the turns that [`read_history`] has read for the field at `index`.
#[must_use]
pub fn history_of(inputs: &[Shown], index: usize) -> Vec<Turn> {
    match inputs.get(index) {
        Some(Shown::Text(json)) => serde_json::from_str(json).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Appends the text of the field at `index`.
pub fn push_text(text: &mut String, inputs: &[Shown], index: usize) {
    if let Some(input) = inputs.get(index) {
        push_shown(text, input);
    }
}

/// Appends an input's text. A list and an option that isn't there have none, and the derive lets
/// neither stand as a placeholder.
pub fn push_shown(text: &mut String, input: &Shown) {
    match input {
        Shown::Text(shown) => text.push_str(shown),
        Shown::Flag(flag) => flag.push_to(text),
        Shown::There(inside) => push_shown(text, inside),
        Shown::List(_) | Shown::Nothing => {}
    }
}

/// Calls `visit` with every item of the list at `index`.
pub fn each_shown(inputs: &[Shown], index: usize, visit: &mut dyn FnMut(&Shown)) {
    let input = match inputs.get(index) {
        Some(Shown::There(inside)) => Some(&**inside),
        input => input,
    };
    if let Some(Shown::List(items)) = input {
        items.iter().for_each(visit);
    }
}

/// Returns `true` if the block of the option at `index` stands.
#[must_use]
pub fn is_there(inputs: &[Shown], index: usize) -> bool {
    match inputs.get(index) {
        Some(Shown::Text(_) | Shown::There(_) | Shown::Flag(true)) => true,
        Some(Shown::List(items)) => !items.is_empty(),
        Some(Shown::Nothing | Shown::Flag(false)) | None => false,
    }
}
