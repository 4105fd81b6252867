//! A body whose parts come when the script says so.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::hush::{Hush, Silence};
use crate::rehearsal::script::Part;

/// The longest silence; whoever waits longer has no limit at all.
pub(super) const LONGEST: Duration = Duration::from_secs(15 * 60);

/// The parts that are left.
pub(super) struct Paced {
    parts: VecDeque<Part>,
    hush: Arc<Hush>,
    /// `true` if what was sent has had the chance to go out.
    flushed: bool,
    waiting: Option<(Pin<Box<Sleep>>, Silence)>,
}

impl Paced {
    pub(super) fn new(parts: Vec<Part>, hush: Arc<Hush>) -> Self {
        Self {
            parts: parts.into(),
            hush,
            flushed: true,
            waiting: None,
        }
    }
}

impl Body for Paced {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        loop {
            if let Some((sleep, _)) = &mut self.waiting {
                if sleep.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                self.waiting = None;
                self.parts.pop_front();
            }
            let next = self.parts.front();
            if !self.flushed && matches!(next, Some(Part::Wait(..) | Part::Break)) {
                // The connection sends what it holds when there is nothing more for the moment.
                self.flushed = true;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            match next {
                None => return Poll::Ready(None),
                Some(Part::Break) => {
                    let kind = io::ErrorKind::ConnectionAborted;
                    return Poll::Ready(Some(Err(io::Error::new(kind, "cut by the script"))));
                }
                Some(Part::Wait(time, come)) => {
                    let silence = Hush::begin(&self.hush, *come);
                    self.waiting = Some((Box::pin(sleep((*time).min(LONGEST))), silence));
                }
                Some(Part::Text(_)) => {
                    self.flushed = false;
                    if let Some(Part::Text(text)) = self.parts.pop_front() {
                        return Poll::Ready(Some(Ok(Frame::data(text.into()))));
                    }
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.parts.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        match self.parts.iter().collect::<Vec<_>>().as_slice() {
            [] => SizeHint::with_exact(0),
            [Part::Text(text)] => {
                SizeHint::with_exact(u64::try_from(text.len()).unwrap_or(u64::MAX))
            }
            _ => SizeHint::default(),
        }
    }
}
