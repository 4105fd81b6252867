//! Errors of a cassette itself.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::visible::{debug_as_display, shown, shown_path};

/// Most characters of a problem that are shown.
const LONGEST: usize = 1000;

/// A cassette can't be read or written. It names the file, and the line where there is one.
pub struct CassetteError {
    path: PathBuf,
    line: Option<usize>,
    problem: String,
    source: Option<io::Error>,
}

impl CassetteError {
    pub(super) fn new(path: &Path, line: Option<usize>, problem: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            problem: problem.into(),
            source: None,
        }
    }

    pub(super) fn io(path: &Path, problem: impl Into<String>, error: io::Error) -> Self {
        Self {
            source: Some(error),
            ..Self::new(path, None, problem)
        }
    }

    /// Returns a copy of the error for the next caller.
    pub(super) fn again(&self) -> Self {
        let source = self.source.as_ref();
        Self {
            path: self.path.clone(),
            line: self.line,
            problem: self.problem.clone(),
            source: source.map(|error| io::Error::new(error.kind(), error.to_string())),
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The line, from 1, if it is one that is wrong.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

debug_as_display!(CassetteError);

impl fmt::Display for CassetteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown_path(&self.path))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        // It may quote the file.
        write!(f, ": {}", shown(&self.problem, LONGEST))?;
        match &self.source {
            Some(source) => write!(f, " ({source})"),
            None => Ok(()),
        }
    }
}

/// The cause is in the text.
impl std::error::Error for CassetteError {}
