//! A recorded answer, given once more.

use std::error::Error as StdError;
use std::fmt;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep_until};

use crate::limit::Limit;
use crate::transport::{Body, BoxFuture, Incoming, Stage, TransportError};

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
) -> Result<Incoming, TransportError> {
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
    Ok(Incoming {
        status: response.status,
        headers: response.headers.clone(),
        body: Box::new(Player {
            next: 0,
            recording,
            beat,
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
                limit: timed_out.then_some(Limit::Connect),
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
    /// The chunk that comes next.
    next: usize,
    beat: Beat,
}

impl Body for Player {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            let chunks = self
                .recording
                .response
                .as_ref()
                .map(|response| &response.chunks);
            let Some((at, bytes)) = chunks.and_then(|chunks| chunks.get(self.next)) else {
                ended(&self.recording, self.beat).await?;
                return Ok(None);
            };
            self.beat.reach(*at).await;
            self.next = self.next.saturating_add(1);
            Ok(Some(Bytes::copy_from_slice(bytes)))
        })
    }
}
