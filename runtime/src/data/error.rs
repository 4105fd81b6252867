//! Errors of a data set: every problem, each with its line.

use std::fmt;
use std::io;
use std::path::Path;

use crate::drift::shown;
use crate::visible::{debug_as_display, shown_path};

/// Most problems that are reported; a file that is wrong in every line says nothing new after that.
const MOST: usize = 50;
/// Most characters of a file's own text in a message.
const LONGEST: usize = 300;

/// A data set that can't be used; no call was made.
pub struct DataError {
    file: String,
    problems: Vec<DataProblem>,
    more: usize,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DataProblem {
    /// The line, from 1; `None`: the file as a whole.
    pub line: Option<u64>,
    /// Where in the line: `input.ticket`, `expected`; empty for the line as a whole.
    pub field: String,
    /// The problem and its remedy.
    pub message: String,
}

impl DataError {
    pub(crate) fn new(file: &str) -> Self {
        Self {
            file: shown_path(Path::new(file)),
            problems: Vec::new(),
            more: 0,
        }
    }

    /// A problem of the whole file.
    pub(crate) fn of_file(file: &str, message: impl Into<String>) -> Self {
        let mut this = Self::new(file);
        this.push(None, "", message);
        this
    }

    pub(crate) fn unreadable(file: &str, error: &io::Error) -> Self {
        Self::of_file(file, format!("can't be read: {error}"))
    }

    pub(crate) fn push(&mut self, line: Option<u64>, field: &str, message: impl Into<String>) {
        if self.problems.len() < MOST {
            self.problems.push(DataProblem {
                line,
                field: shown(field, LONGEST),
                message: shown(&message.into(), LONGEST * 3),
            });
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Every problem, in the order of the file, up to 50.
    #[must_use]
    pub fn problems(&self) -> &[DataProblem] {
        &self.problems
    }

    /// Returns the number of further problems.
    #[must_use]
    pub fn more(&self) -> usize {
        self.more
    }
}

debug_as_display!(DataError);

/// One line per problem: `tickets.jsonl:3: input.ticket: …`.
impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{}", self.file)?;
            if let Some(line) = problem.line {
                write!(f, ":{line}")?;
            }
            if !problem.field.is_empty() {
                write!(f, ": {}", problem.field)?;
            }
            write!(f, ": {}", problem.message)?;
        }
        if self.more > 0 {
            write!(f, "\n{}: and {} more", self.file, self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for DataError {}
