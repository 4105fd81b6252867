//! `contracts.lock`: the evidence that one model may stand in for another, committed beside the
//! code.
//!
//! `contracts qualify` writes it, one table per prompt and model; [`lock!`](macro@crate::lock) puts
//! it into the program while compiling, and [`build`](crate::plan::PlanBuilder::build) holds each
//! fallback to it. It is TOML with one key a line in a fixed order, without counters or the like
//! that all entries would share, so that branches which qualify different things can be merged.
//!
//! An entry counts up to its last day, and as long as the contract, its words, the prompt, how
//! fields are compared, the dialect and the reference are what they were; for `contracts check` and
//! `contracts evidence` also the data set, where the file is at hand. `contracts evidence explain`
//! says what has changed, and the command that renews it.
//!
//! Writers take turns by `.contracts.lock.guard`, which lies beside the file for milliseconds; one
//! that a kill has left is taken over by the next writer, as is `.contracts.lock.new`.
//!
//! Each entry has a seal, a hash over its lines: one that was edited by hand is refused. That
//! guards against accidents, not against who wants to deceive.

mod entry;
mod error;
#[cfg(feature = "qualify")]
mod file;
mod keys;
mod read;
mod stale;
#[cfg(feature = "qualify")]
mod turn;
mod typed;
mod verdict;
mod write;

use std::collections::BTreeMap;
use std::fmt;

use driftless_base::lock::LARGEST;

pub use driftless_base::lock::{FILE, VERSION};

pub use crate::estimate::{Estimate, Measured};
pub use crate::evidence::{Embedded, Qualified};
pub use crate::shape::Requirement;
pub use entry::{Data, DecisionRule, Entry, FieldEntry, Fingerprints, JudgeEntry, Quantiles};
pub use error::{LockError, LockErrorKind};
#[cfg(feature = "qualify")]
pub use file::update;
pub use stale::{Current, Stale};
pub use verdict::{Design, Verdict};

pub(crate) use entry::renewal;
#[cfg(feature = "cli")]
pub(crate) use file::{load, replace};
#[cfg(feature = "cli")]
pub(crate) use stale::comparison;

/// The comment in front of the entries.
const HEAD: &str = "# Evidence that one model may stand in for another. Commit it. `contracts qualify` writes it; don't edit it, each entry has a seal.\n";

/// By prompt and model.
type Entries = BTreeMap<(String, String), Entry>;

/// All evidence of a crate.
///
/// ```
/// use driftless::lock::{Lock, LockErrorKind};
///
/// let lock = Lock::parse("contracts.lock", "version = 1\n")?;
/// assert_eq!(lock.entries().count(), 0);
///
/// let error = Lock::parse("contracts.lock", "version = 1\n<<<<<<< HEAD\n").unwrap_err();
/// assert_eq!((error.kind(), error.line()), (LockErrorKind::Merge, Some(2)));
/// # Ok::<(), driftless::lock::LockError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    entries: Entries,
}

impl Lock {
    /// Reads the text of a lock; `origin` names it in errors.
    ///
    /// # Errors
    /// [`LockError`] if the text is larger than 16 MiB, or with the line: an unknown key or
    /// version, a value of another type, markers of a merge, two entries of one prompt and model,
    /// an entry that was changed after it was written.
    pub fn parse(origin: &str, text: &str) -> Result<Self, LockError> {
        if text.len() > LARGEST {
            return Err(error::too_large(origin));
        }
        let entries = read::entries(text).map_err(|wrong| wrong.in_file(origin))?;
        Ok(Self { entries })
    }

    /// Returns the entry of a model, `vendor/model`, on the prompt of this name.
    #[must_use]
    pub fn get(&self, prompt: &str, model: &str) -> Option<&Entry> {
        self.entries.get(&(prompt.to_owned(), model.to_owned()))
    }

    /// Returns all entries, by prompt and model.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Adds an entry; replaces the one of an equal prompt and model if there is one.
    pub fn put(&mut self, entry: Entry) {
        let key = (entry.prompt.clone(), entry.model.clone());
        self.entries.insert(key, entry);
    }

    /// Takes an entry out.
    pub fn remove(&mut self, prompt: &str, model: &str) -> Option<Entry> {
        self.entries.remove(&(prompt.to_owned(), model.to_owned()))
    }
}

/// The text of the file: the same for the same entries.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}version = {VERSION}")?;
        self.entries
            .values()
            .try_for_each(|entry| write!(f, "\n{}", write::entry(entry)))
    }
}
