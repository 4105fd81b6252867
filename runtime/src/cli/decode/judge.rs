//! The verdict on a batch of lines, already in the words that are printed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::print::{Format, annotation, safe};
use super::input::Batch;
use crate::drift::{Drift, Violation, ViolationKind};
use crate::json::Json;
use crate::registry::ContractEntry;

/// The contract that every batch of a file is decoded by, and the form of the report.
pub(super) struct Judge {
    pub(super) contract: ContractEntry,
    /// The file's name.
    pub(super) name: String,
    pub(super) format: Format,
    pub(super) longest: usize,
    /// Deviations are counted only.
    pub(super) silent: bool,
}

/// The verdict.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) documents: u64,
    pub(super) drifted: u64,
    /// Occurrences of each kind, and the line of the first one.
    pub(super) kinds: BTreeMap<ViolationKind, (u64, u64)>,
    /// The deviations, ready to print.
    pub(super) text: Vec<u8>,
    /// Records that could not be decoded by the contract at all.
    pub(super) faults: Vec<String>,
}

impl Judge {
    /// Each line is a document.
    pub(super) fn lines(&self, batch: &Batch) -> Judged {
        let mut judged = Judged::default();
        if batch.cut {
            judged.faults.push(self.too_long(batch.line));
        }
        let mut number = batch.line;
        let mut bytes = batch.bytes.as_slice();
        while !bytes.is_empty() {
            let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
            let (line, rest) = bytes.split_at(end);
            bytes = rest.get(1..).unwrap_or(&[]);
            if line.len() > self.longest {
                judged.faults.push(self.too_long(number));
            } else if !line.iter().all(u8::is_ascii_whitespace) {
                self.document(line, number, &mut judged);
            }
            number += 1;
        }
        judged
    }

    /// The whole is one document.
    pub(super) fn whole(&self, bytes: &[u8]) -> Judged {
        let mut judged = Judged::default();
        self.document(bytes, 1, &mut judged);
        judged
    }

    fn too_long(&self, line: u64) -> String {
        format!(
            "{}:{line}: the line is longer than {} bytes and was not read; raise --max-document",
            self.name, self.longest
        )
    }

    fn document(&self, bytes: &[u8], line: u64, judged: &mut Judged) {
        judged.documents += 1;
        let Some(drift) = (self.contract.drift)(bytes) else {
            return;
        };
        judged.drifted += 1;
        let mut lines = LineCount::new(&drift, line);
        for violation in drift.violations() {
            let line = lines.of(violation);
            let (count, _) = judged.kinds.entry(violation.kind()).or_insert((0, line));
            *count += 1;
            if !self.silent {
                let told = self.tell(violation, line);
                judged.text.extend_from_slice(told.as_bytes());
                judged.text.push(b'\n');
            }
        }
    }

    fn tell(&self, violation: &Violation, line: u64) -> String {
        match self.format {
            Format::Text => {
                let mut out = format!("{}:{line}:", self.name);
                if !violation.pointer().is_empty() {
                    out.push_str(&safe(violation.pointer()));
                    out.push(':');
                }
                out.push(' ');
                out.push_str(&message(violation));
                out
            }
            Format::GitHub => {
                let place = if violation.pointer().is_empty() {
                    "the document".to_owned()
                } else {
                    safe(violation.pointer())
                };
                annotation(
                    "error",
                    Some((&self.name, line)),
                    "drift",
                    &format!("{place}: {}", message(violation)),
                )
            }
            Format::Json => {
                let mut members = vec![
                    ("file", Json::string(&self.name)),
                    ("line", Json::Int(line.into())),
                    ("pointer", Json::string(violation.pointer())),
                    ("kind", Json::String(kind(violation.kind()))),
                    ("expected", Json::string(violation.expected())),
                    ("found", Json::string(violation.found())),
                ];
                if let Some(hint) = violation.hint() {
                    members.push(("hint", Json::string(hint)));
                }
                serde_json::to_string(&Json::object(members)).unwrap_or_default()
            }
        }
    }
}

/// The kind's name, as receipts spell it.
pub(super) fn kind(kind: ViolationKind) -> String {
    let name = serde_json::to_string(&kind).unwrap_or_default();
    name.trim_matches('"').to_owned()
}

fn message(violation: &Violation) -> String {
    let mut out = format!("expected {}", safe(violation.expected()));
    // Writing to a String can't fail.
    if !violation.found().is_empty() {
        let _infallible = write!(out, ", found {}", safe(violation.found()));
    }
    if let Some(hint) = violation.hint() {
        let _infallible = write!(out, "; {}", safe(hint));
    }
    out
}

/// The lines of violations, which come in the order of the text.
struct LineCount<'d> {
    text: &'d [u8],
    at: usize,
    line: u64,
    first: u64,
}

impl<'d> LineCount<'d> {
    fn new(drift: &'d Drift, first: u64) -> Self {
        Self {
            text: drift.text().as_bytes(),
            at: 0,
            line: first,
            first,
        }
    }

    fn of(&mut self, violation: &Violation) -> u64 {
        let start = violation.span().start;
        if start < self.at {
            (self.at, self.line) = (0, self.first);
        }
        let between = self.text.get(self.at..start).unwrap_or(&[]);
        let breaks = memchr::memchr_iter(b'\n', between).count();
        self.line += u64::try_from(breaks).unwrap_or(u64::MAX);
        self.at = start;
        self.line
    }
}
