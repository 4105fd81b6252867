//! A run that has no result yet.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::Summary;
use crate::data::DataError;
use crate::failure::FailureClass;
use crate::journal::JournalError;
use crate::plan::BuildError;
use crate::visible::{debug_as_display, shown_path};

/// A run that did not come to its end. Whatever was answered is in the journal, and the same run
/// goes on from there.
#[non_exhaustive]
pub enum RunError {
    /// Settings that can't be used: each a sentence with its remedy. No call was made.
    Settings(Vec<String>),
    /// The input has rows that are no documents of the prompt. No call was made.
    Input(DataError),
    /// The journal is of another prompt, contract, model or input. No call was made.
    Changed(Box<Changed>),
    /// The journal can't be used.
    Journal(JournalError),
    /// A file of the output folder can't be written.
    Output {
        /// The file.
        path: PathBuf,
        /// The reason.
        message: String,
    },
    /// It has paused: somebody asked, a limit was reached, or no further call could succeed.
    Paused(Box<Paused>),
}

/// A difference between a journal and what is to be run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changed {
    /// The journal.
    pub journal: PathBuf,
    /// Each difference, as a sentence.
    pub differences: Vec<String>,
    /// Answers of the journal that would still be used.
    pub kept: u64,
}

/// A paused run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Paused {
    /// The reason.
    pub reason: PauseReason,
    /// The reason in words, with the remedy.
    pub message: String,
    /// The state of the run.
    pub summary: Summary,
}

/// The reason for a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PauseReason {
    /// Somebody asked for it.
    Stopped,
    /// A budget has less left than the next call may cost.
    Budget,
    /// More answers drifted than [`Run::stop_at_drift`](super::Run::stop_at_drift) permits.
    Drift,
    /// As many calls as [`Run::stop_after_failures`](super::Run::stop_after_failures) permits
    /// failed one after another; the class of the last one.
    Failures(FailureClass),
    /// No further call can succeed, such as with a wrong key.
    Failure(FailureClass),
}

impl RunError {
    pub(super) fn output(path: &Path, error: &io::Error) -> Self {
        Self::Output {
            path: path.to_owned(),
            message: error.to_string(),
        }
    }
}

impl From<JournalError> for RunError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl From<DataError> for RunError {
    fn from(error: DataError) -> Self {
        Self::Input(error)
    }
}

impl From<BuildError> for RunError {
    fn from(error: BuildError) -> Self {
        let problems = error.problems().iter();
        Self::Settings(problems.map(ToString::to_string).collect())
    }
}

debug_as_display!(RunError);

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings(problems) => {
                f.write_str("the run can't begin: ")?;
                f.write_str(&problems.join("; "))
            }
            Self::Input(error) => error.fmt(f),
            Self::Changed(changed) => changed.fmt(f),
            Self::Journal(error) => error.fmt(f),
            Self::Output { path, message } => {
                write!(f, "can't write {}: {message}", shown_path(path))
            }
            Self::Paused(paused) => paused.fmt(f),
        }
    }
}

impl std::error::Error for RunError {}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: the journal is of another run: {}; take another output folder, or begin a new generation, which keeps {} of its answers",
            shown_path(&self.journal),
            self.differences.join("; "),
            self.kept
        )
    }
}

impl fmt::Display for Paused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary {
            documents, left, ..
        } = &self.summary;
        write!(
            f,
            "paused with {left} of {documents} documents left: {}; the same run goes on from its journal",
            self.message
        )
    }
}
