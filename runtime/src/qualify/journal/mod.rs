//! The journal of calls and answers, appended to a file call by call, so that a run that was killed
//! goes on where it was and no journaled answer is paid twice.
//!
//! Before each attempt of a call its intent is written, with the most that it can cost; after the
//! call the answer, which is on the disk before the run counts it. A kill between the vendor's
//! answer and that line leaves intents without an end: whether those attempts were paid, nobody
//! here can know. So the call is made again, each such line counts its worst case against the
//! budget, whatever later runs do, and the run says how many there were. A line that the kill has
//! torn is the last one and has no line end; it is dropped. Each line ends with a checksum of its
//! bytes, so that an answer which a disk, a merge or an editor has changed is never counted.
//! Anything else that isn't a journal's line is an error, and the file stays as it is.
//!
//! A line's key depends on everything that an answer may depend on (prompt, model, dialect,
//! settings, input, number of the repetition) and on nothing else: other margins, more candidates
//! and more items use the answers that are there.

mod record;

pub use crate::journal::JournalError;
pub(super) use record::Answered;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::journal::Log;
use crate::money::Usd;
use crate::sync::{Mutex, lock};

use record::{KIND, Record};

/// All answers, in memory and on disk.
#[derive(Debug)]
pub(super) struct Journal {
    path: Option<PathBuf>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// `None`: answers are kept in memory only.
    log: Option<Log>,
    answers: BTreeMap<String, Answered>,
    /// The cost of calls that gave no answer.
    void: BTreeMap<String, Usd>,
    /// Attempts that were begun and not ended, by earlier runs: the most that each can cost.
    left: BTreeMap<String, Vec<Intent>>,
}

/// An attempt of which only the beginning is known.
#[derive(Debug, Clone, Copy)]
struct Intent {
    attempt: u32,
    worst: Option<Usd>,
}

/// Attempts of which only the beginning is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) attempts: u64,
    /// The most that they can have cost, as far as their lines say it.
    pub(super) worst: Usd,
}

/// The subject of a call, for people who read the journal.
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
        let mut inner = Inner::default();
        let log = Log::open(path, &KIND, &mut |_, record| {
            let record = serde_json::from_str(record);
            inner.take(record.map_err(|error| error.to_string())?);
            Ok(())
        })?;
        inner.log = Some(log);
        Ok(Self {
            path: Some(path.to_owned()),
            inner: Mutex::new(inner),
        })
    }

    /// The file.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the end of the call with this key; `None` if it has not ended.
    pub(super) fn get(&self, key: &str) -> Option<Answered> {
        lock(&self.inner).answers.get(key).cloned()
    }

    /// Returns the cost of calls with this key that gave no answer.
    pub(super) fn void(&self, key: &str) -> Option<Usd> {
        lock(&self.inner).void.get(key).copied()
    }

    /// All attempts during which earlier runs were killed.
    pub(super) fn left(&self) -> Left {
        let inner = lock(&self.inner);
        let all = || inner.left.values().flatten();
        Left {
            attempts: u64::try_from(all().count()).unwrap_or(u64::MAX),
            worst: all().fold(Usd::ZERO, |sum, intent| sum.plus(intent.worst)),
        }
    }

    /// Returns the number of attempts with this key that were left by runs that didn't write their
    /// highest cost.
    pub(super) fn left_unpriced(&self, key: &str) -> usize {
        let inner = lock(&self.inner);
        let left = inner.left.get(key).into_iter().flatten();
        left.filter(|intent| intent.worst.is_none()).count()
    }

    /// An attempt of a call is about to be made, which can cost `worst`.
    pub(super) fn begin(
        &self,
        key: &str,
        about: About<'_>,
        (attempt, worst): (u32, Option<Usd>),
    ) -> Result<(), JournalError> {
        let record = Record::Begun {
            key: key.to_owned(),
            attempt,
            worst,
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
                lock(&this.inner).answers.insert(key, *answered);
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
        let Some(log) = &mut inner.log else {
            return Ok(());
        };
        log.append(record)?;
        if sync { log.sync() } else { Ok(()) }
    }

    fn failed(&self, why: &str) -> JournalError {
        let path = self.path.as_deref().unwrap_or(Path::new("<memory>"));
        JournalError::unwritable(path, why)
    }
}

impl Inner {
    fn take(&mut self, record: Record) {
        match record {
            Record::Begun {
                key,
                attempt,
                worst,
                ..
            } => {
                let left = self.left.entry(key).or_default();
                left.push(Intent { attempt, worst });
            }
            Record::Ended { key, answered } => {
                self.ended(&key);
                self.answers.insert(key, *answered);
            }
            Record::Void { key, cost, .. } => {
                self.ended(&key);
                self.note_void(&key, cost);
            }
        }
    }

    /// The last call of this key has ended, with all its attempts; those of earlier runs have not.
    fn ended(&mut self, key: &str) {
        let Some(left) = self.left.get_mut(key) else {
            return;
        };
        while let Some(Intent { attempt: 1.., .. }) = left.pop() {}
        if left.is_empty() {
            self.left.remove(key);
        }
    }

    fn note_void(&mut self, key: &str, cost: Option<Usd>) {
        if let Some(cost) = cost {
            let sum = self.void.entry(key.to_owned()).or_insert(Usd::ZERO);
            *sum = sum.plus(Some(cost));
        }
    }
}
