//! What was asked and answered, appended to a file call by call, so that a run that was killed goes on where it was and no journaled answer is paid twice.
//!
//! Before a call its intent is written, after it the answer, which is on the disk before the run counts it. A kill between the vendor's answer and that line leaves an
//! intent without an end: whether that call was paid, nobody here can know, so it is made again, and the run says how many there were. A line that the kill has torn is the
//! last one and has no line end; it is dropped. Anything else that isn't a journal's line is an error, and the file stays as it is.
//!
//! A line's key hangs on everything that an answer may hang on (prompt, model, dialect, settings, input, which repetition) and on nothing else: other margins, more candidates
//! and more items use the answers that are there.

mod error;
mod record;

pub use error::JournalError;
pub(super) use record::Answered;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::money::Usd;
use crate::sync::{Mutex, lock};

use record::{HEAD, Record};

/// All answers, in memory and on disk.
#[derive(Debug)]
pub(super) struct Journal {
    path: Option<PathBuf>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Held locked as long as it is open; `None`: answers are kept in memory only.
    file: Option<File>,
    answers: BTreeMap<String, Answered>,
    /// What calls have cost that gave no answer.
    void: BTreeMap<String, Usd>,
    /// Begun and not ended, by an earlier run.
    left: BTreeSet<String>,
    broken: bool,
}

/// What a call is about, for people who read the journal.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) model: &'a str,
    pub(super) item: &'a str,
    pub(super) repetition: u8,
}

impl Journal {
    /// One that no file keeps.
    pub(super) fn in_memory() -> Self {
        Self {
            path: None,
            inner: Mutex::new(Inner::default()),
        }
    }

    /// The journal in the file at `path`, which is made if it isn't there.
    pub(super) fn open(path: &Path) -> Result<Self, JournalError> {
        let io =
            |what: &'static str| move |error: std::io::Error| JournalError::io(path, what, &error);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        let mut file = options.open(path).map_err(io("opened"))?;
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(fs4::TryLockError::WouldBlock) => {
                return Err(JournalError::new(
                    path,
                    None,
                    "another run is using it; wait for that, or name another journal",
                ));
            }
            Err(fs4::TryLockError::Error(error)) => return Err(io("locked")(error)),
        }
        let bytes = fs::read(path).map_err(io("read"))?;
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        let (lines, torn) = bytes.split_at(whole);
        if lines.is_empty() && !HEAD.as_bytes().starts_with(torn) {
            return Err(JournalError::new(path, Some(1), NOT_OURS));
        }
        let mut inner = read(path, lines)?;
        if !torn.is_empty() {
            let length = u64::try_from(whole).unwrap_or(u64::MAX);
            file.set_len(length)
                .map_err(io("cut behind its last whole line"))?;
        }
        if lines.is_empty() {
            let head = format!("{HEAD}\n");
            file.write_all(head.as_bytes()).map_err(io("written"))?;
            file.sync_data().map_err(io("written"))?;
        }
        inner.file = Some(file);
        Ok(Self {
            path: Some(path.to_owned()),
            inner: Mutex::new(inner),
        })
    }

    /// The file.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// How the call of this key has ended.
    pub(super) fn get(&self, key: &str) -> Option<Answered> {
        lock(&self.inner).answers.get(key).cloned()
    }

    /// What calls of this key have cost that gave no answer.
    pub(super) fn void(&self, key: &str) -> Option<Usd> {
        lock(&self.inner).void.get(key).copied()
    }

    /// Whether an earlier run was killed during the call of this key.
    pub(super) fn was_left(&self, key: &str) -> bool {
        lock(&self.inner).left.contains(key)
    }

    /// A call is about to be made.
    pub(super) fn begin(&self, key: &str, about: About<'_>) -> Result<(), JournalError> {
        let record = Record::Begun {
            key: key.to_owned(),
            model: about.model.to_owned(),
            item: about.item.to_owned(),
            repetition: about.repetition,
        };
        self.append(&record, false)
    }

    /// It has ended. Takes as long as the disk does.
    pub(super) async fn end(
        self: &Arc<Self>,
        key: &str,
        answered: &Answered,
    ) -> Result<(), JournalError> {
        let record = Record::Ended {
            key: key.to_owned(),
            answered: Box::new(answered.clone()),
        };
        let this = Arc::clone(self);
        let written = tokio::task::spawn_blocking(move || {
            this.append(&record, true)?;
            if let Record::Ended { key, answered } = record {
                let mut inner = lock(&this.inner);
                inner.left.remove(&key);
                inner.answers.insert(key, *answered);
            }
            Ok(())
        });
        match written.await {
            Ok(written) => written,
            Err(error) => Err(self.failed(&error.to_string())),
        }
    }

    /// It has ended and says nothing of the model.
    pub(super) fn void_end(
        &self,
        key: &str,
        class: &str,
        cost: Option<Usd>,
    ) -> Result<(), JournalError> {
        let record = Record::Void {
            key: key.to_owned(),
            class: class.to_owned(),
            cost,
        };
        self.append(&record, false)?;
        lock(&self.inner).note_void(key, cost);
        Ok(())
    }

    fn append(&self, record: &Record, sync: bool) -> Result<(), JournalError> {
        let mut inner = lock(&self.inner);
        if inner.broken {
            return Err(self.failed("an earlier write has failed"));
        }
        let Some(file) = &mut inner.file else {
            return Ok(());
        };
        let mut line =
            serde_json::to_string(record).map_err(|error| self.failed(&error.to_string()))?;
        line.push('\n');
        // One call per line: what a kill leaves of it has no line end.
        let written = file.write_all(line.as_bytes());
        let written = written.and_then(|()| if sync { file.sync_data() } else { Ok(()) });
        written.map_err(|error| {
            // Half a line may stand there, and nothing may come behind it.
            inner.broken = true;
            self.failed(&error.to_string())
        })
    }

    fn failed(&self, why: &str) -> JournalError {
        let path = self.path.as_deref().unwrap_or(Path::new("<memory>"));
        JournalError::new(path, None, format!("can't be written: {why}"))
    }
}

const NOT_OURS: &str =
    "this is no journal of a qualification; name another file (nothing was written to this one)";

fn read(path: &Path, lines: &[u8]) -> Result<Inner, JournalError> {
    let mut inner = Inner::default();
    for (line, number) in lines.split_inclusive(|byte| *byte == b'\n').zip(1_u64..) {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        if number == 1 {
            if line != HEAD.as_bytes() {
                return Err(JournalError::new(path, Some(1), head_problem(line)));
            }
            continue;
        }
        let record = serde_json::from_slice(line).map_err(|error| {
            JournalError::new(
                path,
                Some(number),
                format!(
                    "no line of a journal ({error}); restore the file, or name another journal (every call is then made again)"
                ),
            )
        })?;
        inner.take(record);
    }
    Ok(inner)
}

/// Why the first line isn't the one that we write.
fn head_problem(line: &[u8]) -> &'static str {
    let ours: Option<serde_json::Value> = serde_json::from_slice(line).ok();
    let is_ours = ours.is_some_and(|head| {
        head.get("driftless").and_then(serde_json::Value::as_str) == Some("qualification journal")
    });
    if is_ours {
        "a journal of another version of driftless; name another file, or use that version"
    } else {
        NOT_OURS
    }
}

impl Inner {
    fn take(&mut self, record: Record) {
        match record {
            Record::Begun { key, .. } => {
                self.left.insert(key);
            }
            Record::Ended { key, answered } => {
                self.left.remove(&key);
                self.answers.insert(key, *answered);
            }
            Record::Void { key, cost, .. } => self.note_void(&key, cost),
        }
    }

    fn note_void(&mut self, key: &str, cost: Option<Usd>) {
        self.left.remove(key);
        if let Some(cost) = cost {
            let sum = self.void.entry(key.to_owned()).or_insert(Usd::ZERO);
            *sum = sum.checked_add(cost).unwrap_or(*sum);
        }
    }
}
