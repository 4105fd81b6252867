//! The end of a command.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::visible::shown_path;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// Nothing was found.
    Clean,
    /// The command found findings.
    Found,
    /// The command could not do its work.
    Failed,
    /// It ended before its work was done, and goes on if it is run again.
    Paused,
    /// Somebody stopped it, and it ended whole.
    Stopped,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Found => Self::from(1),
            Exit::Failed => Self::from(2),
            Exit::Paused => Self::from(3),
            // As shells say it of SIGINT.
            Exit::Stopped => Self::from(130),
        }
    }
}

/// An error that kept a command from doing its work.
#[derive(Debug)]
pub(super) struct Fault {
    message: String,
    silent: bool,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            silent: false,
        }
    }

    /// A file that can't be read.
    pub(super) fn reading(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("can't read {}: {error}", shown_path(path)))
    }

    /// A file that can't be written.
    pub(super) fn writing(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("can't write {}: {error}", shown_path(path)))
    }

    /// Returns `true` if the error needs no message: the reader of our output has left, as `head`
    /// does.
    pub(super) fn is_silent(&self) -> bool {
        self.silent
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// An error of standard output; every other error names its file.
impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self {
            message: format!("can't write to standard output: {error}"),
            silent: error.kind() == io::ErrorKind::BrokenPipe,
        }
    }
}
