//! One change that `diff` finds, and its printed forms.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use super::print::{Format, annotation, safe};
use crate::diff::Class;
use crate::json::Json;
use crate::visible::shown_path;

/// One line of the output.
#[derive(PartialEq, Eq)]
pub(super) struct Line {
    /// The contract or prompt.
    pub(super) of: String,
    /// The committed file.
    pub(super) file: String,
    /// The class; several if the committed file doesn't show which of them it is.
    pub(super) classes: &'static [Class],
    pub(super) pointer: String,
    pub(super) sentence: String,
    pub(super) witness: Option<String>,
}

impl Line {
    pub(super) fn plain(
        of: String,
        folder: &Path,
        file: &str,
        class: Class,
        sentence: String,
    ) -> Self {
        Self {
            of,
            file: shown_path(&folder.join(file)),
            classes: only(class),
            pointer: String::new(),
            sentence,
            witness: None,
        }
    }

    /// The class in output.
    fn class(&self) -> &'static str {
        match self.classes {
            [class] => class.name(),
            _ => "unclassified",
        }
    }

    /// Returns the meaning of the proof.
    fn effect(&self) -> &'static str {
        if self.classes == [Class::ProducerBreaking] {
            "was accepted, is rejected"
        } else {
            "was rejected, is accepted"
        }
    }

    pub(super) fn print(
        &self,
        format: Format,
        denied: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match format {
            Format::Text => {
                let place = if self.pointer.is_empty() { "" } else { " " };
                writeln!(
                    out,
                    "{:<17} {}{place}{}: {}",
                    self.class(),
                    self.of,
                    safe(&self.pointer),
                    safe(&self.sentence)
                )?;
                if let Some(witness) = &self.witness {
                    writeln!(out, "{:<17} {}: {}", "", self.effect(), safe(witness))?;
                }
                Ok(())
            }
            Format::Json => {
                let mut members = vec![
                    ("of", Json::string(&self.of)),
                    ("class", Json::string(self.class())),
                    ("denied", Json::Bool(denied)),
                    ("pointer", Json::string(&self.pointer)),
                    ("sentence", Json::string(&self.sentence)),
                ];
                if self.classes.len() > 1 {
                    let names = self.classes.iter().map(|class| Json::string(class.name()));
                    members.push(("possible", Json::Array(names.collect())));
                }
                if let Some(witness) = &self.witness {
                    members.push(("document", Json::string(witness)));
                }
                let line = serde_json::to_string(&Json::object(members)).unwrap_or_default();
                writeln!(out, "{line}")
            }
            Format::GitHub => {
                let level = if denied { "error" } else { "notice" };
                let mut message = format!("{} {}: {}", self.of, self.pointer, self.sentence);
                if let Some(witness) = &self.witness {
                    // Writing to a String can't fail.
                    let _infallible = write!(message, "\n{}: {}", self.effect(), safe(witness));
                }
                let line = annotation(level, Some((&self.file, 1)), self.class(), &message);
                writeln!(out, "{line}")
            }
        }
    }
}

/// The one class that a change has.
pub(super) fn only(class: Class) -> &'static [Class] {
    match class {
        Class::Compatible => &[Class::Compatible],
        Class::WordingOnly => &[Class::WordingOnly],
        Class::ConsumerBreaking => &[Class::ConsumerBreaking],
        Class::ProducerBreaking => &[Class::ProducerBreaking],
    }
}
