//! Virtual time, by which rehearsed calls avoid waiting.

use std::fmt;
use std::task::Context;
use std::time::Duration;

/// The part of an answer that has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Come {
    /// Nothing.
    Nothing,
    /// Its headers.
    Headers,
    /// A piece of the model's output.
    Piece,
}

/// Stands in for the passing of time. A call with it waits for servers only: pauses and limits pass
/// at once, and are counted.
pub(crate) trait Pace: fmt::Debug + Send + Sync {
    /// Lets `time` pass by the plan's clock, without waiting for it.
    fn skip(&self, time: Duration);

    /// Returns `true` if the server has fallen silent by its script, all that it had sent before
    /// having `come`: then the limit passes that is due first. If not, `context` is woken when that
    /// may have changed.
    fn is_silent(&self, come: Come, context: &Context<'_>) -> bool;
}
