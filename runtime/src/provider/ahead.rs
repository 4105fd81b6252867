//! An answer's body of which the beginning may have been looked at.

use std::collections::VecDeque;
use std::task::{Context, Poll};

use bytes::Bytes;

use crate::transport::{ResponseBody, TransportError};

/// A body, and what was read of it ahead.
pub(super) struct Ahead {
    body: Box<dyn ResponseBody>,
    ahead: VecDeque<Result<Option<Bytes>, TransportError>>,
}

/// The most that is looked at: white space without end is no stream.
const MOST: usize = 1024;

/// Beginnings of the lines of a stream of events.
const LINES: &[&[u8]] = &[b"data:", b"event:", b"id:", b"retry:", b":"];

impl Ahead {
    pub(super) fn new(body: Box<dyn ResponseBody>) -> Self {
        Self {
            body,
            ahead: VecDeque::new(),
        }
    }

    /// The body with all that was read of it.
    pub(super) fn into_inner(self) -> Box<dyn ResponseBody> {
        if self.ahead.is_empty() {
            self.body
        } else {
            Box::new(self)
        }
    }

    /// Reads ahead until that is known, and returns `true` if the body begins like a stream of
    /// events, whatever it is called.
    pub(super) async fn begins_a_stream(&mut self) -> bool {
        let mut begun = Vec::new();
        loop {
            let next = self.body.next().await;
            let known = match &next {
                Ok(Some(chunk)) if begun.is_empty() => {
                    let known = is_stream(chunk);
                    if known.is_none() {
                        begun.extend_from_slice(chunk);
                    }
                    known
                }
                Ok(Some(chunk)) => {
                    begun.extend_from_slice(chunk);
                    is_stream(&begun)
                }
                Ok(None) | Err(_) => Some(false),
            };
            self.ahead.push_back(next);
            if let Some(known) = known {
                return known;
            }
            if begun.len() > MOST {
                return false;
            }
        }
    }
}

/// Returns `true` if `begun` begins a stream of events, and `None` if that isn't known yet.
fn is_stream(begun: &[u8]) -> Option<bool> {
    let begun = begun.trim_ascii_start();
    let begun = begun.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begun);
    let begun = begun.trim_ascii_start();
    if LINES.iter().any(|line| begun.starts_with(line)) {
        return Some(true);
    }
    let open =
        LINES.iter().any(|line| line.starts_with(begun)) || b"\xef\xbb\xbf".starts_with(begun);
    (!open).then_some(false)
}

impl ResponseBody for Ahead {
    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, TransportError>> {
        match self.ahead.pop_front() {
            Some(next) => Poll::Ready(next),
            None => self.body.poll_next(context),
        }
    }
}
