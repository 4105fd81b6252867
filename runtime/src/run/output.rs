//! The files of a run, written from its journal in the order of the input.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::RunError;
use super::record::{DriftedRecord, FailedRecord, Record, ValueRecord};
use super::summary::{DriftCount, FailureCount};
use super::survey::RowState;
use crate::journal::Records;

/// The journal's name in the output folder.
pub(super) const JOURNAL: &str = "journal.jsonl";
/// Where standard input is kept.
pub(super) const STDIN: &str = "input.jsonl";
const VALUES: &str = "values.jsonl";
const DRIFTED: &str = "drifted.jsonl";
const FAILED: &str = "failed.jsonl";
const RECEIPTS: &str = "receipts.jsonl";
const SUMMARY: &str = "summary.json";

/// The most kinds of violations that are counted apart.
const MOST_KINDS: usize = 1000;

/// A file of lines that has its name once it is whole.
pub(super) struct Lines {
    file: BufWriter<File>,
    partial: PathBuf,
    path: PathBuf,
}

impl Lines {
    /// Begins `name` in `folder`.
    pub(super) fn create(folder: &Path, name: &str) -> Result<Self, RunError> {
        let (path, partial) = (folder.join(name), folder.join(format!(".{name}.new")));
        let file = File::create(&partial).map_err(|error| RunError::output(&partial, &error))?;
        Ok(Self {
            file: BufWriter::with_capacity(1 << 16, file),
            partial,
            path,
        })
    }

    /// Writes a line.
    pub(super) fn line(&mut self, text: &str) -> Result<(), RunError> {
        let written = self.file.write_all(text.as_bytes());
        written
            .and_then(|()| self.file.write_all(b"\n"))
            .map_err(|error| RunError::output(&self.partial, &error))
    }

    /// Gives the file its name.
    pub(super) fn finish(self) -> Result<(), RunError> {
        let Self {
            file,
            partial,
            path,
        } = self;
        let named = file
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&partial, &path));
        named.map_err(|error| RunError::output(&path, &error))
    }
}

/// Counts that were made while the files were written.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) drifts: Vec<DriftCount>,
    pub(super) failures: Vec<FailureCount>,
}

/// The parts of a serialized drift that are counted.
#[derive(Deserialize)]
struct Drifts {
    violations: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    kind: String,
    pointer: String,
}

/// Writes all files of a run that is whole; of one that has paused, the same files with `partial`
/// in their names.
pub(super) fn write(
    folder: &Path,
    rows: &[RowState],
    is_whole: bool,
    receipts: bool,
) -> Result<Counts, RunError> {
    let journal = folder.join(JOURNAL);
    let mut records = Records::open(&journal)?;
    let mut files = Files::create(folder, is_whole, receipts)?;
    for row in rows {
        let Some(offset) = row.offset() else {
            continue;
        };
        let record = records.at(offset)?;
        let record: Record<'_> = serde_json::from_str(&record).map_err(|error| {
            crate::journal::JournalError::unwritable(&journal, &error.to_string())
        })?;
        files.record(&record)?;
    }
    let counts = files.finish()?;
    if is_whole {
        for name in [VALUES, DRIFTED, FAILED, RECEIPTS] {
            // It may not be there.
            let _absent = fs::remove_file(folder.join(partial(name)));
        }
    }
    // The names are on the disk once the folder is; not every system can do that.
    let _unsupported = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(counts)
}

/// Writes the summary of a run.
pub(super) fn write_summary(folder: &Path, summary: &super::Summary) -> Result<(), RunError> {
    let text = serde_json::to_string_pretty(summary);
    let mut file = Lines::create(folder, SUMMARY)?;
    file.line(&text.unwrap_or_default())?;
    file.finish()
}

/// An error if the folder has results that no journal of its own explains.
pub(super) fn check_folder(folder: &Path) -> Result<(), RunError> {
    if folder.join(JOURNAL).exists() {
        return Ok(());
    }
    for name in [VALUES, DRIFTED, FAILED, RECEIPTS, SUMMARY] {
        let path = folder.join(name);
        if path.exists() {
            return Err(RunError::Output {
                path,
                message: "it is there, and the folder has no journal of a run; take another folder, or move the file"
                    .to_owned(),
            });
        }
    }
    Ok(())
}

fn partial(name: &str) -> String {
    let stem = name.strip_suffix(".jsonl").unwrap_or(name);
    format!("{stem}.partial.jsonl")
}

struct Files {
    values: Lines,
    drifted: Lines,
    failed: Lines,
    receipts: Option<Lines>,
    kinds: BTreeMap<(String, String), u64>,
    classes: BTreeMap<String, u64>,
}

impl Files {
    fn create(folder: &Path, is_whole: bool, receipts: bool) -> Result<Self, RunError> {
        let named = |name: &str| {
            if is_whole {
                Lines::create(folder, name)
            } else {
                Lines::create(folder, &partial(name))
            }
        };
        Ok(Self {
            values: named(VALUES)?,
            drifted: named(DRIFTED)?,
            failed: named(FAILED)?,
            receipts: receipts.then(|| named(RECEIPTS)).transpose()?,
            kinds: BTreeMap::new(),
            classes: BTreeMap::new(),
        })
    }

    fn record(&mut self, record: &Record<'_>) -> Result<(), RunError> {
        let (id, call) = match record {
            Record::Value(ValueRecord {
                id, value, call, ..
            }) => {
                let id = quoted(id);
                self.values
                    .line(&format!(r#"{{"id":{id},"value":{value}}}"#))?;
                (id, call)
            }
            Record::Drifted(DriftedRecord {
                id, drift, call, ..
            }) => {
                self.count(drift);
                let id = quoted(id);
                self.drifted
                    .line(&format!(r#"{{"id":{id},"drift":{drift}}}"#))?;
                (id, call)
            }
            Record::Failed(FailedRecord {
                id,
                class,
                message,
                call,
                ..
            }) => {
                *self.classes.entry(class.clone()).or_default() += 1;
                let (id, class) = (quoted(id), quoted(class));
                let message = quoted(message);
                let line = format!(r#"{{"id":{id},"class":{class},"message":{message}}}"#);
                self.failed.line(&line)?;
                (id, call)
            }
            Record::Generation(_) | Record::Begun(_) | Record::Void(_) => return Ok(()),
        };
        if let (Some(receipts), Some(receipt)) = (&mut self.receipts, call.receipt) {
            receipts.line(&format!(r#"{{"id":{id},"receipt":{receipt}}}"#))?;
        }
        Ok(())
    }

    fn count(&mut self, drift: &RawValue) {
        let Ok(drift) = serde_json::from_str::<Drifts>(drift.get()) else {
            return;
        };
        for Place { kind, pointer } in drift.violations {
            let key = (kind, starred(&pointer));
            if self.kinds.len() < MOST_KINDS || self.kinds.contains_key(&key) {
                *self.kinds.entry(key).or_default() += 1;
            }
        }
    }

    fn finish(self) -> Result<Counts, RunError> {
        let Self {
            values,
            drifted,
            failed,
            receipts,
            kinds,
            classes,
        } = self;
        for file in [Some(values), Some(drifted), Some(failed), receipts] {
            file.map(Lines::finish).transpose()?;
        }
        let mut drifts: Vec<DriftCount> = kinds
            .into_iter()
            .map(|((kind, place), count)| DriftCount { kind, place, count })
            .collect();
        drifts.sort_by_key(|drift| std::cmp::Reverse(drift.count));
        let mut failures: Vec<FailureCount> = classes.into_iter().map(FailureCount::of).collect();
        failures.sort_by_key(|failure| std::cmp::Reverse(failure.count));
        Ok(Counts { drifts, failures })
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    crate::json::write_string(&mut quoted, text);
    quoted
}

/// Returns a JSON Pointer with `*` for each index.
fn starred(pointer: &str) -> String {
    let steps = pointer.split('/').map(|step| {
        let is_index = !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
        if is_index { "*" } else { step }
    });
    steps.collect::<Vec<_>>().join("/")
}
