//! A qualification without an outcome.

use std::fmt;
use std::path::PathBuf;

use super::journal::JournalError;
use crate::data::DataError;
use crate::failure::FailureClass;
use crate::money::Usd;
use crate::visible::{debug_as_display, shown_path};

/// A qualification that could not begin, or paused.
#[non_exhaustive]
pub enum QualifyError {
    /// The data set; no call was made.
    Data(DataError),
    /// The settings, or a model's plan: every problem as a sentence with its remedy; no call was
    /// made.
    Settings(Vec<String>),
    /// The journal.
    Journal(JournalError),
    /// The run paused: the same run goes on from its journal.
    Paused(Box<Paused>),
}

/// A paused run: the reason, and its progress.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Paused {
    /// The class of failure of the call that made it pause; `None` if it was asked to stop.
    pub class: Option<FailureClass>,
    /// The error in words.
    pub message: String,
    /// Calls whose answers are there.
    pub answered: u64,
    /// The cost of these calls.
    pub spent: Usd,
    /// Where they are kept; `None`: nowhere, so that the next run begins at the start.
    pub journal: Option<PathBuf>,
}

impl QualifyError {
    /// Returns `true` if the run was asked to stop, and has.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        matches!(self, Self::Paused(paused) if paused.class.is_none())
    }
}

debug_as_display!(QualifyError);

impl fmt::Display for QualifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(error) => error.fmt(f),
            Self::Journal(error) => error.fmt(f),
            Self::Paused(paused) => paused.fmt(f),
            Self::Settings(problems) => match problems.as_slice() {
                [one] => write!(f, "the qualification can't begin: {one}"),
                many => {
                    let number = many.len();
                    write!(f, "the qualification can't begin, for {number} reasons:")?;
                    many.iter()
                        .try_for_each(|problem| write!(f, "\n  - {problem}"))
                }
            },
        }
    }
}

impl fmt::Display for Paused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (message, answered, spent) = (&self.message, self.answered, self.spent);
        write!(
            f,
            "{message}; {answered} answers are there, which cost {spent}"
        )?;
        match &self.journal {
            Some(path) => write!(
                f,
                ", and {} keeps them: run the same again to go on",
                shown_path(path)
            ),
            None => f.write_str("; without a journal the next run begins at the start"),
        }
    }
}

/// The cause is in the text.
impl std::error::Error for QualifyError {}

impl From<DataError> for QualifyError {
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}

impl From<JournalError> for QualifyError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}
