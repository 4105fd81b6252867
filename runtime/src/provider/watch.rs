//! Reading the answer's text while it streams: to show it, and to stop where it can't fit its
//! contract any more.

use std::fmt;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use tokio::time::Instant;

use crate::decode::{Incremental, Progress};
use crate::dialect::{Adapted, Form};
use crate::drift::Drift;
use crate::failure::FailureClass;

use super::Request;
use super::answer::Call;

/// Someone who is shown an answer while it comes.
pub(crate) trait Viewer: Send + Sync {
    /// Notes that an answer begins to come, in the dialect that was asked for.
    fn begin(&self, adapted: &Adapted);

    /// Takes in more of its text; gives what is wrong as soon as no end can make it right.
    fn take(&self, more: &str) -> Option<Drift>;

    /// Returns `true` while there is something to be shown that nobody has looked at.
    fn is_full(&self) -> bool;

    /// Notes that all that was shown is void, since another attempt begins.
    fn restart(&self, restart: Restart);

    /// Returns how long the viewer has looked at what was shown.
    fn held(&self) -> Held;

    /// Returns `true` if something was handed out that can't be taken back, so that no other
    /// attempt may follow.
    fn is_committed(&self) -> bool;
}

/// Another attempt after one that failed.
#[derive(Debug, Clone)]
pub(crate) struct Restart {
    /// The models, as the plan names them.
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) reason: FailureClass,
}

/// The time that a viewer took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Held {
    pub(crate) time: Duration,
    /// The end of the last such time.
    pub(crate) until: Option<Instant>,
}

/// The contract by which an answer is judged while it streams.
#[derive(Clone, Copy)]
pub(crate) struct Watched<'a> {
    pub(crate) adapted: &'a Adapted,
    pub(crate) viewer: Option<&'a dyn Viewer>,
}

impl fmt::Debug for Watched<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched")
            .field("dialect", &self.adapted.dialect)
            .field("is_shown", &self.viewer.is_some())
            .finish()
    }
}

/// A reader of the text that a stream has brought so far.
pub(super) struct Watch<'a> {
    reader: Reader<'a>,
    /// The bytes of the text that it has read.
    read: usize,
}

enum Reader<'a> {
    Own(Box<Incremental>),
    Viewer(&'a dyn Viewer),
}

impl<'a> Watch<'a> {
    /// Returns the reader that `request` asks for; `None` if the answer is read at its end only.
    pub(super) fn of(request: &Request<'a>) -> Option<Self> {
        let Watched { adapted, viewer } = request.watched?;
        let reader = if let Some(viewer) = viewer {
            viewer.begin(adapted);
            Reader::Viewer(viewer)
        } else {
            Reader::Own(Box::new(Incremental::of(adapted)))
        };
        Some(Self { reader, read: 0 })
    }

    /// Reads what is new of `text`; gives what is wrong as soon as no end can make it right.
    pub(super) fn look(&mut self, text: &str) -> Option<Drift> {
        // Text that was taken back is judged at its end.
        let more = text.get(self.read..)?;
        self.read = text.len();
        match &mut self.reader {
            Reader::Viewer(viewer) => viewer.take(more),
            Reader::Own(reader) => match reader.push(more) {
                Progress::Violated => reader.drift(text),
                Progress::Viable | Progress::Complete => None,
            },
        }
    }

    /// Waits until what was shown has been looked at. The viewer polls the same task, and does so
    /// again when it has looked, so that nobody needs to be woken.
    pub(super) async fn looked_at(&self) {
        let Reader::Viewer(viewer) = &self.reader else {
            return;
        };
        poll_fn(|_context| {
            if viewer.is_full() {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
    }
}

/// Returns the text that `form` asked for, as far as it was said; `None` while it isn't known which
/// text that is, which leaves the judgement to the end.
pub(super) fn said<'a>(
    form: &Form,
    text: Option<&'a str>,
    mut calls: impl Iterator<Item = &'a Call>,
) -> Option<&'a str> {
    match (form, calls.next(), calls.next()) {
        (Form::Tool { name, .. }, Some(call), None) if call.name == *name => Some(&call.arguments),
        (Form::Tool { .. }, ..) | (_, Some(_), _) => None,
        (_, None, _) => text,
    }
}
