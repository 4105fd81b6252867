//! Receipts as files: an observer that appends each one as a line of JSON, without keeping a call
//! waiting.
//!
//! The receipts of every call that ends go to `receipts-….jsonl` in a folder; `contracts receipts
//! <folder>` (feature `cli`) says of them who served, what it cost and why calls failed, by hour,
//! day, prompt, contract or model.
//!
//! ```
//! use driftless::provider::OpenAi;
//! use driftless::receipt_log::ReceiptLog;
//! use driftless::{Ask, Contract, Plan};
//!
//! #[derive(Contract)]
//! struct Mood {
//!     happy: bool,
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = std::env::temp_dir().join(format!("driftless-doc-{}", std::process::id()));
//! let log = ReceiptLog::builder().rotate_at(16 << 20).open(&folder)?;
//! let plan = Plan::<Ask<Mood>>::primary(OpenAi::new("key").model("gpt-6.1-terra"))
//!     .observe(log.clone())
//!     .build()?;
//! // … calls of `plan`, and of other plans with the same log …
//!
//! // Before the process ends: what is still waiting is written.
//! log.flush()?;
//! assert_eq!(log.lost(), 0);
//! # drop(plan);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok(())
//! # }
//! ```

mod file;
mod writer;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};

use crate::receipt::Receipt;
use crate::signal::Observer;

use file::LogFile;
use writer::{Lost, Message};

/// A file of receipts that is larger than this is followed by a new one, unless set otherwise.
const ROTATE_AT: u64 = 64 << 20;

/// Receipts that may wait for the disk, unless set otherwise; each takes some KiB.
const QUEUE: usize = 4096;

/// An [`Observer`] that appends the receipt of each call to a file, as a line of JSON.
///
/// A call hands its receipt to a thread and goes on: it never waits for the disk. If the disk is so
/// slow that the queue is full, or refuses a line, that receipt is lost, which
/// [`lost`](Self::lost) counts and the `tracing` event `driftless.receipts.lost` (WARN) reports.
///
/// A clone is the same log. Several processes may write into one folder, since each has files of
/// its own. When the last clone is dropped, what waits is written; a process that ends by
/// `std::process::exit` calls [`flush`](Self::flush) before.
#[derive(Debug, Clone)]
pub struct ReceiptLog(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// `None` from the drop on.
    queue: Option<SyncSender<Message>>,
    thread: Option<JoinHandle<()>>,
    lost: Arc<Lost>,
}

/// The settings of a [`ReceiptLog`].
#[derive(Debug, Clone)]
pub struct ReceiptLogBuilder {
    rotate_at: u64,
    keep: Option<usize>,
    queue: usize,
}

impl ReceiptLog {
    /// Returns the settings of a log: files of 64 MiB, all kept, and 4,096 receipts that may wait.
    #[must_use]
    pub fn builder() -> ReceiptLogBuilder {
        ReceiptLogBuilder {
            rotate_at: ROTATE_AT,
            keep: None,
            queue: QUEUE,
        }
    }

    /// Writes all receipts that were handed over before this call, and returns when the disk has
    /// them. It blocks the thread, for as long as that takes.
    ///
    /// # Errors
    /// The last error of the disk, if some of them could not be written.
    pub fn flush(&self) -> io::Result<()> {
        let gone = || io::Error::other("the thread that writes receipts has ended");
        let (answer, written) = sync_channel(1);
        let queue = self.0.queue.as_ref().ok_or_else(gone)?;
        queue
            .send(Message::Flush(answer))
            .map_err(|_ended| gone())?;
        written.recv().map_err(|_ended| gone())?
    }

    /// Returns the number of receipts that could not be written, since the log was opened.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.0.lost.count()
    }

    fn append(&self, receipt: &Receipt) {
        let line = serde_json::to_vec(receipt).ok();
        let queue = self.0.queue.as_ref();
        let sent = line.zip(queue).map(|(mut line, queue)| {
            line.push(b'\n');
            queue.try_send(Message::Line(line))
        });
        match sent {
            Some(Ok(())) => {}
            Some(Err(TrySendError::Full(_))) => self.0.lost.add(1, "the queue is full"),
            Some(Err(TrySendError::Disconnected(_))) | None => {
                self.0.lost.add(1, "the thread that writes has ended");
            }
        }
    }
}

impl ReceiptLogBuilder {
    /// Sets the size in bytes from which on a file is followed by a new one.
    #[must_use]
    pub fn rotate_at(mut self, bytes: u64) -> Self {
        self.rotate_at = bytes;
        self
    }

    /// Sets how many files stay in the folder, the one that is written included; older ones are
    /// deleted when a new one begins, those of other processes too. At least 1; all stay if not
    /// set.
    #[must_use]
    pub fn keep(mut self, files: usize) -> Self {
        self.keep = Some(files.max(1));
        self
    }

    /// Sets how many receipts may wait for the disk, at least 1; each takes some KiB of memory.
    #[must_use]
    pub fn queue(mut self, receipts: usize) -> Self {
        self.queue = receipts.max(1);
        self
    }

    /// Opens a new file in `folder`, which is created if it isn't there, and starts the thread that
    /// writes.
    ///
    /// # Errors
    /// The folder or the file can't be created, or no thread can be started.
    pub fn open(self, folder: impl AsRef<Path>) -> io::Result<ReceiptLog> {
        let file = LogFile::open(folder.as_ref(), self.rotate_at, self.keep)?;
        let (queue, waiting) = sync_channel(self.queue);
        let lost = Arc::new(Lost::default());
        let shared = Arc::clone(&lost);
        let thread = thread::Builder::new()
            .name("driftless-receipts".to_owned())
            .spawn(move || writer::run(file, &waiting, &shared))?;
        Ok(ReceiptLog(Arc::new(Inner {
            queue: Some(queue),
            thread: Some(thread),
            lost,
        })))
    }
}

impl Observer for ReceiptLog {
    fn call_ended(&self, receipt: &Receipt) {
        self.append(receipt);
    }

    fn call_dropped(&self, receipt: &Receipt) {
        self.append(receipt);
    }
}

/// Writes what waits before the last clone is gone.
impl Drop for Inner {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            self.lost.add(0, "the thread that writes has panicked");
        }
    }
}
