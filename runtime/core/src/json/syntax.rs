//! Where a text stops being one JSON document.

/// An error where a text stops being one JSON document.
#[derive(Debug, Clone)]
#[allow(
    clippy::exhaustive_structs,
    reason = "seen by the `driftless` crate of the same version alone"
)]
pub struct Syntax {
    /// The byte at which it stops.
    pub at: usize,
    /// The syntax that would have been right there, or the error.
    pub problem: &'static str,
    /// The text ended inside the document.
    pub truncated: bool,
    /// A whole document was read; this is text behind it.
    pub trailing: bool,
    /// Too many levels.
    pub too_deep: bool,
    /// The keys and indices that lead to the innermost value being read.
    pub path: Vec<PathStep>,
}

/// One step of [`Syntax::path`].
#[derive(Debug, Clone)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind"
)]
pub enum PathStep {
    /// The key of an object's member.
    Key(String),
    /// The position in a list.
    Index(usize),
}

impl Syntax {
    /// Any value was expected.
    pub const VALUE: &'static str = "a JSON value";
    /// A number was expected.
    pub const NUMBER: &'static str = "a number as JSON writes it";
    /// A key was expected.
    pub const KEY: &'static str = "a key in double quotes";
    /// A control character stands in a string.
    pub const CONTROL: &'static str = "an escape sequence instead of a raw control character";
    /// An escape sequence was expected.
    pub const ESCAPE: &'static str = "an escape sequence as JSON writes it";

    pub(crate) fn too_deep(at: usize) -> Self {
        Self {
            at,
            problem: "no deeper nesting than 128 levels",
            truncated: false,
            trailing: false,
            too_deep: true,
            path: Vec::new(),
        }
    }
}
