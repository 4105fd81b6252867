//! Files that go away with the test, and the prompt that most tests read for.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use driftless::qualify::{DataError, DataFormat, DataSet};
use driftless::{Contract, Prompt};

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
pub(crate) enum Severity {
    Low,
    High,
}

#[derive(Debug, Contract)]
pub(crate) struct Triage {
    pub(crate) severity: Severity,
    pub(crate) refund_usd: Option<f64>,
}

#[derive(Prompt)]
#[prompt(output = Triage, system = "You speak {language}.", user = "Ticket ({urgency}): {ticket}")]
pub(crate) struct TriageTicket<'a> {
    pub(crate) ticket: &'a str,
    pub(crate) urgency: u8,
    pub(crate) language: String,
}

#[derive(Prompt)]
#[prompt(output = Triage, user = "{ticket}")]
pub(crate) struct Short<'a> {
    pub(crate) ticket: &'a str,
}

/// A file of this test's own.
pub(crate) struct File(PathBuf);

impl File {
    pub(crate) fn new(bytes: impl AsRef<[u8]>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("driftless-data-{}-{number}.jsonl", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, bytes).unwrap();
        Self(path)
    }

    pub(crate) fn read<P: Prompt>(&self) -> Result<DataSet, DataError> {
        DataSet::read::<P>(&self.0, None)
    }

    pub(crate) fn read_as<P: Prompt>(&self, format: DataFormat) -> Result<DataSet, DataError> {
        DataSet::read::<P>(&self.0, Some(format))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

/// Returns the problems of a file, each as `line: field: message`.
pub(crate) fn said<P: Prompt>(bytes: impl AsRef<[u8]>) -> Vec<String> {
    let error = File::new(bytes).read::<P>().unwrap_err();
    let problems = error.problems().iter();
    problems
        .map(|problem| {
            let line = problem.line.map_or("-".to_owned(), |line| line.to_string());
            format!("{line}: {}: {}", problem.field, problem.message)
        })
        .collect()
}
