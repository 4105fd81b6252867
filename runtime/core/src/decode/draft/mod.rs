//! Drafts: what is known of a value while its answer comes.

mod path;
mod reader;
mod types;

use std::fmt;

use crate::contract::Contract;
use crate::json::{Reader, Stop};

pub use super::incremental::Member;
pub use path::ItemsOf;
pub use reader::DraftReader;
pub use types::{ListDraft, MapDraft};

/// A contract type of which a draft can be shown while its answer comes.
///
/// Types of your own become one with `#[contract(draft)]`, which writes `TriageDraft` beside
/// `Triage`, with the same fields as [`Draft`]s. Numbers, texts, lists and maps of such types are
/// some already.
///
/// ```
/// use driftless::decode::DraftReader;
/// use driftless::{Contract, Draft};
///
/// #[derive(Debug, Clone, PartialEq, Contract)]
/// #[contract(draft)]
/// struct Triage {
///     /// One sentence.
///     summary: String,
///     urgent: bool,
///     tags: Vec<String>,
/// }
///
/// let mut reader = DraftReader::<Triage>::new();
/// reader.push(r#"{"summary": "Printer is on f"#);
/// let draft = reader.draft().expect("it has begun");
/// assert_eq!(draft.summary.text(), "Printer is on f");
/// assert!(draft.urgent.is_absent());
///
/// reader.push(r#"ire", "urgent": true, "tags": ["hard"#);
/// let draft = reader.draft().expect("it has begun");
/// assert_eq!(draft.summary.done().map(String::as_str), Some("Printer is on fire"));
/// assert_eq!(draft.urgent.done(), Some(&true));
/// let Draft::Open(tags) = &draft.tags else { panic!("the list has begun") };
/// assert!(tags.items.is_empty());
/// assert_eq!(tags.open.as_ref().map(|open| open.as_str()), Some("hard"));
/// ```
#[diagnostic::on_unimplemented(
    message = "no draft of `{Self}` can be shown",
    label = "this type has no draft",
    note = "add `#[contract(draft)]` to `{Self}` if it is yours; it must be `Clone`, `Debug`, `Send` and `Sync` as well"
)]
pub trait Drafted: Contract + Clone + fmt::Debug + Send + Sync + 'static {
    /// The part that is known of a value that has begun and isn't whole: the text so far, the
    /// finished items of a list, the draft of an object. `Infallible` for types that are never
    /// open: a number is there or it isn't.
    type Open: Clone + fmt::Debug + Send + Sync + 'static;

    /// Returns what is known of a value that has just begun; `None` if the type is never open.
    #[doc(hidden)]
    #[must_use]
    fn begin() -> Option<Self::Open> {
        None
    }

    /// Takes in what happened to the value, or to a part of it.
    ///
    /// # Errors
    /// [`Stop`] if a value that is whole isn't one of its type.
    #[doc(hidden)]
    fn take(open: &mut Self::Open, path: &[Member], change: &Change<'_>) -> Result<(), Stop> {
        let (_, _, _) = (open, path, change);
        Ok(())
    }
}

/// A value as far as it is known while its answer comes.
///
/// It only ever goes from `Absent` over `Open` to `Done`, or from `Absent` to `Done` at once.
#[allow(
    clippy::exhaustive_enums,
    reason = "a value hasn't begun, is under way, or is whole; there is no fourth"
)]
pub enum Draft<T: Drafted> {
    /// Nothing has come of it. An optional field stays so if the model leaves it out.
    Absent,
    /// It has begun. Types that are never open have [`Infallible`](std::convert::Infallible) here.
    Open(T::Open),
    /// It is whole: strictly decoded, with its rules held. It is never taken back while the same
    /// answer goes on.
    Done(T),
}

// Written out like those of `ListDraft`.

impl<T: Drafted> Clone for Draft<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Absent => Self::Absent,
            Self::Open(open) => Self::Open(open.clone()),
            Self::Done(value) => Self::Done(value.clone()),
        }
    }
}

impl<T: Drafted> fmt::Debug for Draft<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("Absent"),
            Self::Open(open) => f.debug_tuple("Open").field(open).finish(),
            Self::Done(value) => f.debug_tuple("Done").field(value).finish(),
        }
    }
}

impl<T: Drafted> Draft<T> {
    /// Returns the value if it is whole.
    #[must_use]
    pub fn done(&self) -> Option<&T> {
        match self {
            Self::Done(value) => Some(value),
            Self::Absent | Self::Open(_) => None,
        }
    }

    /// Returns what has come of the value if it has begun and isn't whole.
    #[must_use]
    pub fn open(&self) -> Option<&T::Open> {
        match self {
            Self::Open(open) => Some(open),
            Self::Absent | Self::Done(_) => None,
        }
    }

    /// Returns `true` if nothing has come of the value.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns `true` if the value is whole.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    /// Takes in what happened to the value, or to a part of it; `read` reads a whole one and holds
    /// it to its rules.
    ///
    /// # Errors
    /// [`Stop`] if a value that is whole isn't one of its type.
    #[doc(hidden)]
    pub fn take(
        &mut self,
        path: &[Member],
        change: &Change<'_>,
        read: fn(&mut Reader<'_>) -> Result<T, Stop>,
    ) -> Result<(), Stop> {
        match (path, change) {
            ([], Change::Done(whole)) => {
                *self = Self::Done(whole.read(read)?);
                return Ok(());
            }
            ([], Change::Begin) => {
                if let Some(open) = T::begin() {
                    *self = Self::Open(open);
                }
            }
            _ => {}
        }
        match self {
            Self::Open(open) => T::take(open, path, change),
            Self::Absent | Self::Done(_) => Ok(()),
        }
    }
}

impl Draft<String> {
    /// Returns the text as far as it has come; empty if nothing has.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Absent => "",
            Self::Open(text) | Self::Done(text) => text,
        }
    }
}

/// Something that happened to a value.
#[doc(hidden)]
#[derive(Debug)]
#[allow(clippy::exhaustive_enums, reason = "generated code may match it")]
pub enum Change<'c> {
    /// It has begun.
    Begin,
    /// More of a text has come.
    Text(&'c str),
    /// The variant is known, by its index.
    Told(usize),
    /// It is whole.
    Done(Json<'c>),
}

/// The JSON of a value that is whole, in the contract's own form.
#[doc(hidden)]
#[derive(Debug)]
pub struct Json<'c> {
    text: &'c str,
    /// Control characters are allowed in it.
    control: bool,
}

impl Json<'_> {
    /// Reads the value.
    ///
    /// # Errors
    /// [`Stop`] if it isn't one of its type.
    pub fn read<T>(&self, read: fn(&mut Reader<'_>) -> Result<T, Stop>) -> Result<T, Stop> {
        let mut reader = Reader::new(self.text);
        let value = read(&mut reader)?;
        reader.end()?;
        if self.control {
            reader.allow(0);
        }
        if reader.is_clean() {
            Ok(value)
        } else {
            Err(Stop)
        }
    }
}
