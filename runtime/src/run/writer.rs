//! The journal's writer. Ends of calls are put on the disk in groups: while one group is being
//! written, the next one gathers.

use std::io;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::oneshot;

use crate::journal::{JournalError, Log, line};
use crate::sync::{Mutex, lock};

/// The most lines of one group.
const GROUP: usize = 1024;
/// The least time from one group to the next, in which the next one gathers: short beside a call,
/// and long beside a disk.
const GATHER: Duration = Duration::from_millis(2);

/// A journal that many calls write to.
#[derive(Debug)]
pub(super) struct Writer {
    path: PathBuf,
    log: Arc<Mutex<Log>>,
    /// `None` once the writer ends.
    queue: Option<Sender<Entry>>,
    thread: Option<JoinHandle<()>>,
}

/// A line, and who waits for it to be on the disk.
struct Entry {
    line: String,
    written: oneshot::Sender<Result<NonZeroU64, JournalError>>,
}

impl Writer {
    /// Starts a thread, which ends with the writer.
    pub(super) fn start(path: &Path, log: Log) -> Result<Self, JournalError> {
        let handle = log.handle()?;
        let log = Arc::new(Mutex::new(log));
        let (queue, entries) = channel();
        let (of_thread, to) = (Arc::clone(&log), path.to_owned());
        let started = Builder::new()
            .name("driftless-journal".to_owned())
            .spawn(move || write(&entries, &of_thread, &to, || handle.sync_data()));
        match started {
            Ok(thread) => Ok(Self {
                path: path.to_owned(),
                log,
                queue: Some(queue),
                thread: Some(thread),
            }),
            Err(error) => Err(JournalError::unwritable(
                path,
                &format!("no thread could be started: {error}"),
            )),
        }
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a line that a kill can't take, but a loss of power can.
    pub(super) fn note(&self, record: &impl Serialize) -> Result<(), JournalError> {
        lock(&self.log).append(record).map(drop)
    }

    /// Writes a line and waits until it is on the disk. Returns the byte at which it begins.
    pub(super) async fn put(&self, record: &impl Serialize) -> Result<NonZeroU64, JournalError> {
        let line = line(record)
            .map_err(|error| JournalError::unwritable(&self.path, &error.to_string()))?;
        let (written, ends) = oneshot::channel();
        let gone = || JournalError::unwritable(&self.path, "its thread has ended");
        let entry = Entry { line, written };
        let sent = self.queue.as_ref().map(|queue| queue.send(entry));
        if !matches!(sent, Some(Ok(()))) {
            return Err(gone());
        }
        ends.await.unwrap_or_else(|_ended| Err(gone()))
    }
}

/// Waits for the thread, which holds the journal's lock: the next run may follow at once.
impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A panic of it has been reported to whoever waited for it.
            let _panicked = thread.join();
        }
    }
}

fn write(
    entries: &Receiver<Entry>,
    log: &Mutex<Log>,
    path: &Path,
    sync: impl Fn() -> io::Result<()>,
) {
    let mut last = Instant::now();
    while let Ok(first) = entries.recv() {
        sleep(GATHER.saturating_sub(last.elapsed()));
        let mut lines = first.line;
        let mut waiting = vec![(0, first.written)];
        for Entry { line, written } in entries.try_iter().take(GROUP) {
            waiting.push((lines.len(), written));
            lines.push_str(&line);
        }
        let begins = lock(log).write(&lines);
        let synced = begins.and_then(|begins| match sync() {
            Ok(()) => Ok(begins),
            Err(error) => Err(JournalError::unwritable(path, &error.to_string())),
        });
        last = Instant::now();
        for (at, written) in waiting {
            let offset = synced.clone().and_then(|begins| {
                let offset = begins.saturating_add(u64::try_from(at).unwrap_or(u64::MAX));
                let first_line = || JournalError::unwritable(path, "it is empty");
                NonZeroU64::new(offset).ok_or_else(first_line)
            });
            // Whoever has left needs no answer.
            let _left = written.send(offset);
        }
    }
}
