//! The values of a run, read back as the contract's type.

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::marker::PhantomData;
use std::path::Path;

use crate::contract::Contract;
use crate::data::{DataError, Line, Lines, broken};
use crate::decode::decode;
use crate::json::{Node, NodeKind};
use crate::visible::shown_path;

/// The values in a run's `values.jsonl`, one by one, each with its document's id. They are decoded
/// as strictly as an answer is, so that a file of another contract, or one that was changed by
/// hand, is an error and no wrong value.
///
/// ```no_run
/// use driftless::Contract;
/// use driftless::run::Values;
///
/// #[derive(Debug, Contract)]
/// struct Mood { happy: bool }
///
/// for value in Values::<Mood>::open("moods/values.jsonl")? {
///     let (id, mood) = value?;
///     println!("{id}: {mood:?}");
/// }
/// # Ok::<(), driftless::run::DataError>(())
/// ```
#[must_use = "nothing is read until it is iterated"]
pub struct Values<T> {
    name: String,
    lines: Lines,
    /// The file can't be read on.
    is_over: bool,
    contract: PhantomData<fn() -> T>,
}

impl<T: Contract> Values<T> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`DataError`] if it can't be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, DataError> {
        let name = shown_path(path.as_ref());
        let file = File::open(path).map_err(|error| DataError::unreadable(&name, &error))?;
        Ok(Self {
            lines: Lines::of(Box::new(BufReader::with_capacity(1 << 16, file))),
            name,
            is_over: false,
            contract: PhantomData,
        })
    }

    fn value(line: &Line) -> Result<(String, T), String> {
        let Line::Whole(bytes) = line else {
            return Err("the line is too long".to_owned());
        };
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        let node = Node::parse(text).map_err(|problem| broken(text, &problem))?;
        let NodeKind::Object(members) = &node.kind else {
            return Err(NO_VALUE.to_owned());
        };
        let [(_, id, named), (_, value, document)] = members.as_slice() else {
            return Err(NO_VALUE.to_owned());
        };
        let (NodeKind::String(named), "id", "value") = (&named.kind, id.as_ref(), value.as_ref())
        else {
            return Err(NO_VALUE.to_owned());
        };
        let mut json = String::new();
        document.write(&mut json);
        let value = decode::<T>(&json).map_err(|drift| drift.summary())?;
        Ok((named.clone().into_owned(), value))
    }
}

const NO_VALUE: &str = r#"no line of a run's values, which are {"id": …, "value": …}"#;

/// An error names its line; lines behind it can still be read.
impl<T: Contract> Iterator for Values<T> {
    type Item = Result<(String, T), DataError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let (number, line) = match self.lines.next() {
            Ok(next) => next?,
            Err(error) => {
                self.is_over = true;
                return Some(Err(DataError::unreadable(&self.name, &error)));
            }
        };
        Some(Self::value(&line).map_err(|why| {
            let mut error = DataError::new(&self.name);
            error.push(Some(number), "", why);
            error
        }))
    }
}

impl<T> fmt::Debug for Values<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values")
            .field("file", &self.name)
            .finish_non_exhaustive()
    }
}
