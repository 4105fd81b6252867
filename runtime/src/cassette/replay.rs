//! A recorded answer, given once more.

use std::error::Error as StdError;
use std::fmt;
use std::future::pending;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep_until};

use crate::limit::TimeLimit;
use crate::transport::{BoxFuture, HttpResponse, ResponseBody, Stage, TransportError};

use super::Pace;
use super::entry::{End, Place, Recording};

/// The clock of one replay.
#[derive(Debug, Clone, Copy)]
struct Beat {
    started: Instant,
    pace: Pace,
}

impl Beat {
    async fn reach(self, at: Duration) {
        if self.pace == Pace::Recorded
            && let Some(at) = self.started.checked_add(at)
        {
            sleep_until(at).await;
        }
    }
}

/// Answers as `recording` does.
pub(super) async fn replay(
    recording: Arc<Recording>,
    pace: Pace,
) -> Result<HttpResponse, TransportError> {
    let beat = Beat {
        started: Instant::now(),
        pace,
    };
    let Some(response) = &recording.response else {
        ended(&recording, beat).await?;
        // A recording without an answer is none that is complete; the reader sees to it.
        return pending().await;
    };
    beat.reach(response.at).await;
    Ok(HttpResponse {
        status: response.status,
        headers: response.headers.clone(),
        body: Box::new(Player {
            recording,
            place: 0,
            beat,
            next: None,
        }),
    })
}

/// The end of an exchange; for one that was given up there is none.
async fn ended(recording: &Recording, beat: Beat) -> Result<(), TransportError> {
    match &recording.end {
        End::Complete { at_us } => {
            beat.reach(Duration::from_micros(*at_us)).await;
            Ok(())
        }
        End::Abandoned { .. } => pending().await,
        End::Failed {
            at_us,
            stage,
            timed_out,
            message,
            causes,
        } => {
            beat.reach(Duration::from_micros(*at_us)).await;
            Err(TransportError {
                stage: match stage {
                    Place::Connect => Stage::Connect,
                    Place::Headers => Stage::Headers,
                    Place::Unreadable => Stage::Unreadable,
                    Place::Body => Stage::Body,
                },
                message: message.clone(),
                limit: timed_out.then_some(TimeLimit::Connect),
                source: causes.iter().rev().fold(None, |source, message| {
                    let message = message.clone();
                    Some(Box::new(Recorded { message, source }).into())
                }),
            })
        }
    }
}

/// A recorded error.
#[derive(Debug)]
struct Recorded {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Recorded {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| -> &(dyn StdError + 'static) { source })
    }
}

struct Player {
    recording: Arc<Recording>,
    /// The number of the chunk that comes next.
    place: usize,
    beat: Beat,
    /// The next chunk, while it is waited for.
    next: Option<BoxFuture<'static, Result<Option<Bytes>, TransportError>>>,
}

/// Waits for the chunk `place` of a recording; `None` at its end.
async fn chunk(
    recording: Arc<Recording>,
    place: usize,
    beat: Beat,
) -> Result<Option<Bytes>, TransportError> {
    let chunks = recording.response.as_ref().map(|response| &response.chunks);
    let Some((at, bytes)) = chunks.and_then(|chunks| chunks.get(place)) else {
        ended(&recording, beat).await?;
        return Ok(None);
    };
    beat.reach(*at).await;
    Ok(Some(Bytes::copy_from_slice(bytes)))
}

impl ResponseBody for Player {
    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, TransportError>> {
        let Self {
            recording,
            place,
            beat,
            next,
        } = self;
        let begin =
            || -> BoxFuture<'static, _> { Box::pin(chunk(Arc::clone(recording), *place, *beat)) };
        let read = ready!(next.get_or_insert_with(begin).as_mut().poll(context));
        *next = None;
        if matches!(read, Ok(Some(_))) {
            *place = place.saturating_add(1);
        }
        Poll::Ready(read)
    }
}
