//! What is known of an attempt while it runs; it outlives the attempt's future, which may be dropped.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Facts;

/// When an attempt began, what came of it so far, and when.
#[derive(Debug)]
pub(crate) struct Noted {
    facts: Mutex<Facts>,
    progress: Progress,
}

/// Marks that pieces of the model's output arrived; see [`Request::progress`](super::Request::progress). Clones mark the same attempt, from any thread.
#[derive(Debug, Clone)]
pub struct Progress(Arc<Marks>);

#[derive(Debug)]
struct Marks {
    started: Instant,
    /// Nanoseconds from the start to the first piece; 0 before it.
    first: AtomicU64,
    /// And to the last one.
    last: AtomicU64,
}

impl Progress {
    fn begin() -> Self {
        Self(Arc::new(Marks {
            started: Instant::now(),
            first: AtomicU64::new(0),
            last: AtomicU64::new(0),
        }))
    }

    /// A piece of the model's output arrived.
    pub fn mark(&self) {
        let marks = &*self.0;
        let nanos = u64::try_from(marks.started.elapsed().as_nanos())
            .unwrap_or(u64::MAX)
            .max(1);
        if marks.first.load(Ordering::Relaxed) == 0 {
            // Whoever was first stays it.
            let _earlier =
                marks
                    .first
                    .compare_exchange(0, nanos, Ordering::Relaxed, Ordering::Relaxed);
        }
        marks.last.fetch_max(nanos, Ordering::Relaxed);
    }
}

impl Noted {
    /// At the start of an attempt.
    pub(crate) fn begin() -> Self {
        Self {
            facts: Mutex::default(),
            progress: Progress::begin(),
        }
    }

    pub(super) fn put(&self, facts: Facts) {
        *self.facts.lock().unwrap_or_else(PoisonError::into_inner) = facts;
    }

    /// Changes what is noted by now.
    pub(super) fn change(&self, how: impl FnOnce(&mut Facts)) {
        how(&mut self.facts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The answer's headers have come, and nothing else that could be noted.
    pub(super) fn begun(&self, headers: &Facts) {
        let mut facts = self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        facts.status = headers.status;
        facts.headers_after = headers.headers_after;
        facts.request_id.clone_from(&headers.request_id);
    }

    /// Whether the answer's headers have come.
    pub(crate) fn has_headers(&self) -> bool {
        let facts = self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        facts.status.is_some()
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// When the attempt began.
    pub(crate) fn started(&self) -> Instant {
        self.progress.0.started
    }

    /// From the start to the first piece of the model's output.
    pub(crate) fn first_token_after(&self) -> Option<Duration> {
        after(&self.progress.0.first)
    }

    /// From the start to the last piece of the model's output.
    pub(crate) fn last_piece_after(&self) -> Option<Duration> {
        after(&self.progress.0.last)
    }

    /// The facts that came last, for an attempt that was dropped.
    pub(crate) fn into_facts(self) -> Facts {
        let first = self.first_token_after();
        let mut facts = self
            .facts
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        facts.first_token_after = facts.first_token_after.or(first);
        facts
    }
}

fn after(nanos: &AtomicU64) -> Option<Duration> {
    match nanos.load(Ordering::Relaxed) {
        0 => None,
        nanos => Some(Duration::from_nanos(nanos)),
    }
}
