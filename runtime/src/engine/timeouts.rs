//! Holds an attempt to its time limits, whatever provider makes it.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use crate::limit::{Limits, TimeLimit};
use crate::pace::{Come, Pace};
use crate::provider::{AttemptRecorder, Viewer};

/// The end of a whole call's time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    pub(super) at: Instant,
    /// The time that the call was given.
    pub(super) of: Duration,
    /// The rest of it.
    pub(super) left: Duration,
}

/// A limit that passed before an attempt was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LimitPassed {
    pub(super) limit: TimeLimit,
    /// The time that was given.
    allowed: Duration,
    /// From the start of the attempt to now.
    elapsed: Duration,
}

impl LimitPassed {
    fn after(limit: TimeLimit, allowed: Duration, elapsed: Duration) -> Self {
        Self {
            limit,
            allowed,
            elapsed,
        }
    }
}

impl fmt::Display for LimitPassed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (allowed, limit) = (self.allowed.as_millis(), self.limit);
        match limit {
            TimeLimit::FirstToken => {
                write!(f, "no piece of the answer within {allowed} ms, {limit}")
            }
            TimeLimit::Stall => write!(
                f,
                "the answer stopped coming {} ms after it was asked for: nothing more within {allowed} ms, {limit}",
                self.elapsed.saturating_sub(self.allowed).as_millis()
            ),
            _ => write!(f, "no complete answer within {allowed} ms, {limit}"),
        }
    }
}

/// The next limit that passes if nothing happens.
#[derive(Clone, Copy)]
struct Due {
    at: Instant,
    limit: TimeLimit,
    allowed: Duration,
}

/// The time limits of an attempt.
pub(super) struct Timeouts<'a> {
    pub(super) recorder: &'a AttemptRecorder,
    pub(super) limits: &'a Limits,
    pub(super) deadline: Option<Deadline>,
    /// Lets limits pass instead of waiting for them.
    pub(super) pace: Option<&'a dyn Pace>,
    /// Someone who is shown the answer, and whose own time counts against the deadline only.
    pub(super) viewer: Option<&'a dyn Viewer>,
    /// The time that it had taken before the attempt.
    pub(super) held_before: Duration,
}

/// `attempt`'s result, or the limit that passed before; then the attempt is dropped.
///
/// One timer serves all limits, and none is set for an attempt that ends at once. It is set again
/// only when it fires, or when a limit that is due earlier begins to count; a piece of the answer
/// that merely moves the stall limit costs two loads.
pub(super) async fn within_limits<T>(
    mut attempt: Pin<&mut impl Future<Output = T>>,
    timeouts: &Timeouts<'_>,
) -> Result<T, LimitPassed> {
    if let Some(pace) = timeouts.pace {
        return poll_fn(|context| match attempt.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(Ok(result)),
            Poll::Pending if pace.is_silent(timeouts.come(), context) => {
                Poll::Ready(Err(timeouts.let_pass(pace)))
            }
            Poll::Pending => Poll::Pending,
        })
        .await;
    }
    let mut timer = pin!(None::<Sleep>);
    poll_fn(|context| {
        if let Poll::Ready(result) = attempt.as_mut().poll(context) {
            return Poll::Ready(Ok(result));
        }
        let next = timeouts.look_again();
        if timer.is_none() {
            timer.set(Some(sleep_until(next)));
        }
        let Some(mut timer) = timer.as_mut().as_pin_mut() else {
            return Poll::Pending;
        };
        if next < timer.deadline() {
            timer.as_mut().reset(next);
        }
        while timer.as_mut().poll(context).is_ready() {
            let now = Instant::now();
            if let Some(due) = timeouts.due().filter(|due| due.at <= now) {
                let elapsed = now.saturating_duration_since(timeouts.recorder.started());
                return Poll::Ready(Err(LimitPassed::after(due.limit, due.allowed, elapsed)));
            }
            timer.as_mut().reset(timeouts.look_again());
        }
        Poll::Pending
    })
    .await
}

impl Timeouts<'_> {
    /// The limit that is due first, as if its time had come. By the plan's clock nothing has passed
    /// since the attempt began.
    fn let_pass(&self, pace: &dyn Pace) -> LimitPassed {
        let silence = match self.recorder.last_piece_after() {
            None => (self.limits.first_token, TimeLimit::FirstToken),
            Some(_) => (self.limits.stall, TimeLimit::Stall),
        };
        let total = self.limits.total;
        let mut first = (total, LimitPassed::after(TimeLimit::Total, total, total));
        let deadline = self.deadline.map(|deadline| (deadline.left, deadline.of));
        let silence = silence.0.map(|allowed| (allowed, silence.1));
        if let Some((allowed, limit)) = silence.filter(|(allowed, _)| *allowed <= first.0) {
            first = (allowed, LimitPassed::after(limit, allowed, allowed));
        }
        if let Some((left, of)) = deadline.filter(|(left, _)| *left < first.0) {
            first = (left, LimitPassed::after(TimeLimit::Deadline, of, left));
        }
        let (time, passed) = first;
        pace.skip(time);
        passed
    }

    /// Returns the stage of the answer's arrival.
    fn come(&self) -> Come {
        if self.recorder.last_piece_after().is_some() {
            Come::Piece
        } else if self.recorder.has_headers() {
            Come::Headers
        } else {
            Come::Nothing
        }
    }

    /// The limit that is due first; none if all lie beyond what the clock can count.
    fn due(&self) -> Option<Due> {
        let started = self.recorder.started();
        let held = self.viewer.map(Viewer::held).unwrap_or_default();
        let held_in = held.time.saturating_sub(self.held_before);
        // While someone looked, nothing was read.
        let silent_since = |from: Instant| held.until.map_or(from, |until| from.max(until));
        let after = |from: Instant, allowed: Duration, limit| {
            let at = from.checked_add(allowed)?;
            Some(Due { at, limit, allowed })
        };
        let silence = match self.recorder.last_piece_after() {
            None => self
                .limits
                .first_token
                .and_then(|allowed| after(silent_since(started), allowed, TimeLimit::FirstToken)),
            Some(last) => self.limits.stall.and_then(|allowed| {
                after(
                    silent_since(started.checked_add(last)?),
                    allowed,
                    TimeLimit::Stall,
                )
            }),
        };
        let total = started
            .checked_add(held_in)
            .and_then(|started| after(started, self.limits.total, TimeLimit::Total));
        let deadline = self.deadline.map(|deadline| Due {
            at: deadline.at,
            limit: TimeLimit::Deadline,
            allowed: deadline.of,
        });
        // The first of equals: the more specific one.
        silence
            .into_iter()
            .chain(total)
            .chain(deadline)
            .min_by_key(|due| due.at)
    }

    /// When to look at the limits again: when one is due, and no later than a stall could be
    /// noticed that begins now, since a provider may mark its progress from a thread that doesn't
    /// wake this task.
    fn look_again(&self) -> Instant {
        let due = self.due().map_or_else(far, |due| due.at);
        let stall = self
            .limits
            .stall
            .filter(|_| self.recorder.last_piece_after().is_none());
        match stall.and_then(|stall| Instant::now().checked_add(stall)) {
            Some(at) => due.min(at),
            None => due,
        }
    }
}

/// Later than any attempt; what tokio's own timers take for never.
fn far() -> Instant {
    let now = Instant::now();
    now.checked_add(Duration::from_secs(86_400 * 365 * 30))
        .unwrap_or(now)
}
