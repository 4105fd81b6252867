//! An exchange with the network that is written down as it goes.

use std::error::Error as StdError;
use std::ops::Range;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use crate::limit::TimeLimit;
use crate::secret::Keys;
use crate::transport::{HttpRequest, HttpResponse, ResponseBody, Stage, Transport, TransportError};

use super::entry::{Answered, Asked, Chunk, End, Entry, Place};
use super::error::CassetteError;
use super::shared::Shared;

/// Sends `outgoing` through `network`; what comes of it is written when it is over, whichever way
/// it ends. `read_headers` are those that adapters read.
pub(super) async fn record(
    shared: Arc<Shared>,
    network: &dyn Transport,
    outgoing: HttpRequest<'_>,
    read_headers: &[&str],
    asked: Asked,
) -> Result<HttpResponse, TransportError> {
    shared.begin();
    let mut take = Take {
        started: Instant::now(),
        shared,
        keys: outgoing.keys.clone(),
        asked: Some(asked),
        response: None,
        bytes: Vec::new(),
        pieces: Vec::new(),
    };
    let incoming = match network.exchange(outgoing).await {
        Ok(incoming) => incoming,
        Err(error) => {
            take.failed(&error)?;
            return Err(error);
        }
    };
    take.response = Some(Answered {
        at_us: take.now(),
        status: incoming.status,
        headers: take
            .shared
            .allowed
            .response(&incoming.headers, read_headers, &take.keys),
        chunks: Vec::new(),
    });
    Ok(HttpResponse {
        body: Box::new(Recorder {
            body: incoming.body,
            take,
        }),
        ..incoming
    })
}

/// One recording under way. Dropped before its end, it is written as given up.
struct Take {
    shared: Arc<Shared>,
    keys: Keys,
    started: Instant,
    /// Taken when the recording is written.
    asked: Option<Asked>,
    response: Option<Answered>,
    /// The body so far.
    bytes: Vec<u8>,
    /// The pieces in which it came, and when.
    pieces: Vec<(u64, Range<usize>)>,
}

impl Take {
    fn now(&self) -> u64 {
        micros(self.started.elapsed())
    }

    fn failed(&mut self, error: &TransportError) -> Result<(), CassetteError> {
        let stage = match error.stage {
            Stage::Connect => Place::Connect,
            Stage::Headers => Place::Headers,
            Stage::Unreadable => Place::Unreadable,
            Stage::Body => Place::Body,
            // Nothing was sent: it would be the same without a network.
            Stage::Request => {
                self.forget();
                return Ok(());
            }
        };
        let mut causes = Vec::new();
        let mut next = error.source();
        while let Some(cause) = next {
            causes.push(self.keys.mask(&cause.to_string()).into_owned());
            next = cause.source();
        }
        self.finish(End::Failed {
            at_us: self.now(),
            stage,
            timed_out: error.limit == Some(TimeLimit::Connect),
            message: self.keys.mask(&error.message).into_owned(),
            causes,
        })
    }

    /// Ends without a recording.
    fn forget(&mut self) {
        if self.asked.take().is_some() {
            self.shared.over();
        }
    }

    fn finish(&mut self, end: End) -> Result<(), CassetteError> {
        let Some(request) = self.asked.take() else {
            return Ok(());
        };
        let (times, ranges): (Vec<u64>, Vec<Range<usize>>) = self.pieces.drain(..).unzip();
        let chunks = self.keys.mask_pieces(&self.bytes, &ranges);
        let response = self.response.take().map(|response| Answered {
            chunks: times
                .into_iter()
                .zip(chunks)
                .map(|(at, bytes)| Chunk::new(at, bytes))
                .collect(),
            ..response
        });
        let written = self.shared.write(&Entry {
            request,
            response,
            end,
        });
        self.shared.over();
        written
    }
}

impl Drop for Take {
    fn drop(&mut self) {
        let at_us = self.now();
        // An error is kept, and reported to the next caller.
        let _kept = self.finish(End::Abandoned { at_us });
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

struct Recorder {
    body: Box<dyn ResponseBody>,
    take: Take,
}

impl ResponseBody for Recorder {
    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, TransportError>> {
        let Self { body, take } = self;
        let read = ready!(body.poll_next(context));
        match &read {
            Ok(Some(empty)) if empty.is_empty() => {}
            Ok(Some(chunk)) => {
                let from = take.bytes.len();
                take.bytes.extend_from_slice(chunk);
                take.pieces.push((take.now(), from..take.bytes.len()));
            }
            Ok(None) => take.finish(End::Complete { at_us: take.now() })?,
            Err(error) => take.failed(error)?,
        }
        Poll::Ready(read)
    }
}

/// The exchange ends where it can't be written down: a recording that is missing would be noticed
/// much later, and elsewhere.
impl From<CassetteError> for TransportError {
    fn from(error: CassetteError) -> Self {
        Self {
            stage: Stage::Request,
            message: error.to_string(),
            limit: None,
            source: Some(Box::new(error)),
        }
    }
}
