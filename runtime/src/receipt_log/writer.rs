//! The thread that writes.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};

use tracing::{Level, event};

use super::file::LogFile;

/// A message to the thread.
#[derive(Debug)]
pub(super) enum Message {
    /// A receipt, with its line end.
    Line(Vec<u8>),
    /// The answer comes when all that was sent before is on the disk.
    Flush(SyncSender<io::Result<()>>),
}

/// The number of receipts that could not be written.
#[derive(Debug, Default)]
pub(super) struct Lost(AtomicU64);

impl Lost {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Adds to the number, and reports each doubling of it: a disk that is full must not fill the
    /// log as well.
    pub(super) fn add(&self, receipts: u64, why: &str) {
        let before = self.0.fetch_add(receipts, Ordering::Relaxed);
        let lost = before.saturating_add(receipts);
        if before == 0 || before.leading_zeros() != lost.leading_zeros() {
            event!(
                name: "driftless.receipts.lost",
                Level::WARN,
                driftless.receipts.lost = lost,
                error.message = why,
                "receipts of calls could not be written"
            );
        }
    }
}

/// Writes what comes through `waiting` until nobody can send any more.
pub(super) fn run(mut file: LogFile, waiting: &Receiver<Message>, lost: &Lost) {
    // What the disk refused since the last answer to a flush.
    let mut refused = Ok(());
    while let Ok(first) = waiting.recv() {
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Line(line) => note(file.append(&line), lost, &mut refused),
                Message::Flush(answer) => {
                    note(file.sync(), lost, &mut refused);
                    // Whoever asked may have left.
                    let _left = answer.send(std::mem::replace(&mut refused, Ok(())));
                }
            }
            next = waiting.try_recv().ok();
        }
        // Nothing waits: a reader of the file sees all that has ended.
        note(file.flush(), lost, &mut refused);
    }
    note(file.sync(), lost, &mut refused);
}

/// Counts the lines that `done` says are lost.
fn note(done: Result<(), (u64, io::Error)>, lost: &Lost, refused: &mut io::Result<()>) {
    if let Err((lines, error)) = done {
        lost.add(lines, &error.to_string());
        *refused = Err(error);
    }
}
