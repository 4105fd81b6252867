//! The record of an attempt while it runs; it outlives the attempt's future, which may be dropped.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::bill::Bill;
use crate::metadata::AttemptMetadata;
use crate::secret::Keys;
use crate::transport::Leaving;

use super::clean;

/// A recorder of one attempt: its provider writes into it as it learns things, and the engine reads
/// it once the attempt has ended, in whatever way. Clones write into the same record, from any
/// thread.
///
/// It begins to count the attempt's time when it is made.
///
/// ```
/// use driftless::dialect::Form;
/// use driftless::provider::{OpenAi, Provider, Request, Turn};
///
/// # async fn ask() -> Result<(), Box<dyn std::error::Error>> {
/// let turns = [Turn::user("Say hello.")];
/// let request = Request::new("gpt-6.1-luna", &turns, &Form::Text);
/// let reply = OpenAi::from_env()?.send(&request).await?;
/// println!("{} ({:?})", reply.text, request.recorder().metadata().usage);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct AttemptRecorder(Arc<Record>);

#[derive(Debug)]
struct Record {
    started: Instant,
    /// Nanoseconds from the start to the first piece; 0 before it.
    first: AtomicU64,
    /// Nanoseconds from the start to the last piece; 0 before the first one.
    last: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    metadata: AttemptMetadata,
    /// Keys that a server may have put into the metadata or the text.
    keys: Keys,
    /// `true` if the engine has read the metadata.
    taken: bool,
    /// The address that the request goes to, and the mark that it leaves; `None` for a provider
    /// that has not said so.
    sending: Option<(String, Leaving)>,
    /// `true` if the counts may lack what came after them.
    partial: bool,
}

impl Default for AttemptRecorder {
    fn default() -> Self {
        Self::new()
    }
}

impl AttemptRecorder {
    /// Returns a recorder of an attempt that begins now.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Record {
            started: Instant::now(),
            first: AtomicU64::new(0),
            last: AtomicU64::new(0),
            state: Mutex::default(),
        }))
    }

    /// Changes the metadata, and returns the result of `change`. What is written is kept, however
    /// the attempt ends.
    pub fn update<T>(&self, change: impl FnOnce(&mut AttemptMetadata) -> T) -> T {
        self.with(|state| change(&mut state.metadata))
    }

    /// Marks that a piece of the model's output arrived: the first one ends the wait for the first
    /// token, each one restarts the stall limit.
    ///
    /// Providers call it for pieces of output only, reasoning included, and not for whatever a
    /// server sends to keep a connection open. For a provider that never calls it, the whole answer
    /// is the first piece.
    pub fn progress(&self) {
        let record = &*self.0;
        let nanos = u64::try_from(record.started.elapsed().as_nanos())
            .unwrap_or(u64::MAX)
            .max(1);
        if record.first.load(Ordering::Relaxed) == 0 {
            // Whoever was first stays it.
            let _earlier =
                record
                    .first
                    .compare_exchange(0, nanos, Ordering::Relaxed, Ordering::Relaxed);
        }
        record.last.fetch_max(nanos, Ordering::Relaxed);
    }

    /// Returns the metadata so far, without keys, for callers of a provider without a plan.
    #[must_use]
    pub fn metadata(&self) -> AttemptMetadata {
        self.with(|state| self.cleaned(state.metadata.clone(), &state.keys))
    }

    /// Returns the metadata at the end of the attempt, without keys; `None` if it was taken before.
    pub(crate) fn take(&self) -> Option<AttemptMetadata> {
        self.with(|state| {
            let mut metadata = std::mem::take(&mut state.metadata);
            let left = state
                .sending
                .as_ref()
                .map(|(_, leaving)| leaving.has_begun());
            if left == Some(false) && metadata.bill == Bill::Open {
                metadata.bill = Bill::Unsent;
            }
            let first_time = !std::mem::replace(&mut state.taken, true);
            first_time.then(|| self.cleaned(metadata, &state.keys))
        })
    }

    /// Returns the keys that the text of a reply may quote.
    pub(crate) fn keys(&self) -> Keys {
        self.with(|state| state.keys.clone())
    }

    /// Sets the keys that are taken out of the metadata whenever they are read.
    pub(super) fn hide(&self, keys: Keys) {
        self.with(|state| state.keys = keys);
    }

    /// Notes that a request is about to go to `address`.
    pub(super) fn sending(&self, address: String, leaving: Leaving) {
        self.with(|state| state.sending = Some((address, leaving)));
    }

    /// Returns the address that the request went to, without query and keys, and `true` if
    /// anything of it can have left. `None` if the provider has not said where it sends.
    pub(crate) fn sent_to(&self) -> Option<(String, bool)> {
        self.with(|state| {
            let (address, leaving) = state.sending.as_ref()?;
            let mut address = address.clone();
            clean::address(&state.keys, &mut address);
            Some((address, leaving.has_begun()))
        })
    }

    /// Notes that the counts may lack what came after them.
    pub(super) fn counts_are_partial(&self) {
        self.with(|state| state.partial = true);
    }

    /// Returns `true` if the counts may lack what came after them.
    pub(crate) fn has_partial_counts(&self) -> bool {
        self.with(|state| state.partial)
    }

    /// Returns `true` if the answer's headers have come.
    pub(crate) fn has_headers(&self) -> bool {
        self.with(|state| state.metadata.status.is_some())
    }

    /// Returns the time at which the attempt began.
    pub(crate) fn started(&self) -> Instant {
        self.0.started
    }

    /// Returns the time from the start to the last piece of the model's output; `None` before the
    /// first one.
    pub(crate) fn last_piece_after(&self) -> Option<Duration> {
        after(&self.0.last)
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns `metadata` without `keys`, with the time to the first token.
    fn cleaned(&self, mut metadata: AttemptMetadata, keys: &Keys) -> AttemptMetadata {
        clean::metadata(keys, &mut metadata);
        metadata.first_token_after = metadata.first_token_after.or(after(&self.0.first));
        metadata
    }
}

fn after(nanos: &AtomicU64) -> Option<Duration> {
    match nanos.load(Ordering::Relaxed) {
        0 => None,
        nanos => Some(Duration::from_nanos(nanos)),
    }
}
