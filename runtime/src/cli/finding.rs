//! One finding of `check`, and its printed forms.

use std::io::{self, Write};

use super::print::{Format, annotation, safe};
use crate::json::Json;

/// One thing that was found.
pub(super) struct Finding {
    /// The contract or the model.
    of: String,
    pointer: String,
    sentence: String,
    pub(super) level: Level,
}

/// The weight of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// To be mended; the only one that counts as found.
    Problem,
    /// Will be a problem on a day that is known.
    Warning,
    /// To be known.
    Note,
}

impl Finding {
    pub(super) fn problem(of: String, pointer: String, sentence: String) -> Self {
        Self {
            of,
            pointer,
            sentence,
            level: Level::Problem,
        }
    }

    pub(super) fn warning(of: String, sentence: String) -> Self {
        Self {
            level: Level::Warning,
            ..Self::problem(of, String::new(), sentence)
        }
    }

    pub(super) fn note(of: String, pointer: String, sentence: String) -> Self {
        Self {
            level: Level::Note,
            ..Self::problem(of, pointer, sentence)
        }
    }
}

impl Finding {
    pub(super) fn print(&self, format: Format, out: &mut impl Write) -> io::Result<()> {
        let place = if self.pointer.is_empty() { "" } else { " " };
        let message = format!(
            "{}{place}{}: {}",
            safe(&self.of),
            safe(&self.pointer),
            safe(&self.sentence)
        );
        match format {
            Format::Text => match self.level {
                Level::Problem => writeln!(out, "{message}"),
                Level::Warning => writeln!(out, "warning: {message}"),
                Level::Note => writeln!(out, "note: {message}"),
            },
            Format::GitHub => {
                let level = match self.level {
                    Level::Problem => "error",
                    Level::Warning => "warning",
                    Level::Note => "notice",
                };
                writeln!(out, "{}", annotation(level, None, "check", &message))
            }
            Format::Json => {
                let level = match self.level {
                    Level::Problem => "problem",
                    Level::Warning => "warning",
                    Level::Note => "note",
                };
                let members = [
                    ("of", Json::string(&self.of)),
                    ("level", Json::string(level)),
                    ("pointer", Json::string(&self.pointer)),
                    ("sentence", Json::string(&self.sentence)),
                ];
                let line = serde_json::to_string(&Json::object(members)).unwrap_or_default();
                writeln!(out, "{line}")
            }
        }
    }
}
