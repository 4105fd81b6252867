//! The counts over all files.

use std::collections::BTreeMap;
use std::io::Write;

use super::super::exit::Fault;
use super::super::print::{Format, annotation};
use super::judge::{Judged, kind};
use crate::drift::ViolationKind;
use crate::json::Json;

/// A summary of the deviations so far.
pub(super) struct Report {
    format: Format,
    /// No deviation was printed by itself.
    alone: bool,
    documents: u64,
    drifted: u64,
    /// Occurrences of each kind, and the position of the first one.
    kinds: BTreeMap<ViolationKind, (u64, String)>,
}

impl Report {
    pub(super) fn new(format: Format, alone: bool) -> Self {
        Self {
            format,
            alone,
            documents: 0,
            drifted: 0,
            kinds: BTreeMap::new(),
        }
    }

    /// Adds the verdict on a part of `file`.
    pub(super) fn add(&mut self, file: &str, judged: Judged) {
        self.documents += judged.documents;
        self.drifted += judged.drifted;
        for (kind, (count, line)) in judged.kinds {
            let met = self
                .kinds
                .entry(kind)
                .or_insert_with(|| (0, format!("{file}:{line}")));
            met.0 += count;
        }
    }

    pub(super) fn drifted(&self) -> bool {
        self.drifted > 0
    }

    /// The kinds, the most frequent first.
    fn sorted(&self) -> Vec<(String, u64, &str)> {
        let mut kinds: Vec<(String, u64, &str)> = self
            .kinds
            .iter()
            .map(|(of, (count, first))| (kind(*of), *count, first.as_str()))
            .collect();
        kinds.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
        kinds
    }

    /// Writes the counts.
    pub(super) fn summary(&self, contract: &str, out: &mut impl Write) -> Result<(), Fault> {
        let sentence = format!(
            "{} of {} documents deviate from `{contract}`",
            self.drifted, self.documents
        );
        match self.format {
            Format::Text => {
                if self.drifted() && !self.alone {
                    writeln!(out)?;
                }
                writeln!(out, "{sentence}")?;
                for (kind, count, first) in self.sorted() {
                    writeln!(out, "{count:>12} {kind:<14} first at {first}")?;
                }
            }
            Format::GitHub => {
                let level = if self.drifted() { "error" } else { "notice" };
                let counts: Vec<String> = self
                    .sorted()
                    .iter()
                    .map(|(kind, count, _)| format!("{kind} {count}"))
                    .collect();
                let message = if counts.is_empty() {
                    sentence
                } else {
                    format!("{sentence}: {}", counts.join(", "))
                };
                writeln!(out, "{}", annotation(level, None, "decode", &message))?;
            }
            Format::Json => {
                let kinds = self.sorted().into_iter().map(|(kind, count, first)| {
                    let members = [
                        ("kind", Json::String(kind)),
                        ("count", Json::Int(count.into())),
                        ("first", Json::string(first)),
                    ];
                    Json::object(members)
                });
                let members = [
                    ("contract", Json::string(contract)),
                    ("documents", Json::Int(self.documents.into())),
                    ("drifted", Json::Int(self.drifted.into())),
                    ("kinds", Json::Array(kinds.collect())),
                ];
                let summary = Json::object([("summary", Json::object(members))]);
                let line = serde_json::to_string(&summary).unwrap_or_default();
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }
}
