//! A journal that can't be used.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::visible::{debug_as_display, shown, shown_path};

/// Most characters of a message that are shown.
const LONGEST: usize = 1000;

/// A journal that can't be read, written or shared. Nothing of it was overwritten.
#[derive(Clone, PartialEq, Eq)]
pub struct JournalError {
    path: PathBuf,
    line: Option<u64>,
    message: String,
}

impl JournalError {
    pub(super) fn new(path: &Path, line: Option<u64>, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }

    pub(super) fn io(path: &Path, what: &str, error: &io::Error) -> Self {
        Self::new(path, None, format!("can't be {what}: {error}"))
    }

    /// A line that isn't what was written.
    pub(super) fn damaged(path: &Path, line: u64, why: &str) -> Self {
        let message = format!(
            "no line of a journal ({why}); restore the file, or name another journal (every call is then made again)"
        );
        Self::new(path, Some(line), message)
    }

    /// A journal that takes no further line.
    pub(crate) fn unwritable(path: &Path, why: &str) -> Self {
        Self::new(path, None, format!("can't be written: {why}"))
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The line, from 1; `None`: the file as a whole.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }
}

debug_as_display!(JournalError);

/// `tickets.journal:17: …`
impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown_path(&self.path))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        // It may quote the file.
        write!(f, ": {}", shown(&self.message, LONGEST))
    }
}

impl std::error::Error for JournalError {}
