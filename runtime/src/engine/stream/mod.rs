//! A call whose answer is shown while it comes: by drafts, or item by item.

mod items;
mod running;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::Answer;
use crate::decode::Drafted;
use crate::error::Error;
use crate::failure::FailureClass;
use crate::plan::Plan;
use crate::prompt::Prompt;

pub use items::ItemStream;

use running::{Running, Shows};

/// One step of a streamed call.
#[derive(Debug)]
#[non_exhaustive]
#[allow(
    clippy::large_enum_variant,
    reason = "the value comes once; a box around it would be in the way of every match"
)]
pub enum Update<T: Drafted> {
    /// The value as far as it is known now. Whatever it calls done is final while this attempt goes
    /// on.
    ///
    /// Drop it before you ask for the next update: what is still held then is copied first.
    Draft(Arc<T::Open>),
    /// The answer so far is void, and another begins: a repair, a retry, or a fallback. There is
    /// one before every attempt but the first, also where nothing was shown yet.
    #[non_exhaustive]
    Restarted {
        /// The model whose answer is void.
        from: String,
        /// The model that is asked next; the same one in a repair or retry.
        to: String,
        /// The failure that ended the attempt.
        reason: FailureClass,
    },
    /// The value with its receipt; nothing follows.
    Done(Answer<T>),
}

/// The running call of [`Plan::stream`]: a [`Stream`] of [`Update`]s, which ends with
/// [`Update::Done`] or with the error.
///
/// It borrows what its prompt borrows, for `'p`. Nothing is sent before it is polled first.
/// Dropping it cancels the request and closes its
/// connection; the receipt still goes to the plan's observers.
#[must_use = "a stream does nothing unless it is polled"]
pub struct PlanStream<'p, T: Drafted>(Running<'p, T>);

impl<T: Drafted> PlanStream<'_, T> {
    /// Sets the shortest time from one draft to the next; without it there is one for each piece of
    /// the answer that changes something. What comes between is in the next draft. Restarts and the
    /// end never wait.
    pub fn at_most_every(self, time: Duration) -> Self {
        self.0.shows(Shows::Drafts(time));
        self
    }

    /// Waits for the next update; `None` after the end. The same as the [`Stream`], for programs
    /// without a crate of combinators.
    pub async fn next(&mut self) -> Option<Result<Update<T>, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Update<T>, Error>>> {
        let running = &mut self.0;
        running.resume();
        running.drive(context);
        let update = if let Some(restart) = running.restarted() {
            Ok(Update::Restarted {
                from: restart.from,
                to: restart.to,
                reason: restart.reason,
            })
        } else if let Some(ended) = running.ended() {
            ended.map(Update::Done)
        } else if running.is_over() {
            return Poll::Ready(None);
        } else if running.is_due(context)
            && let Some(draft) = running.draft()
        {
            Ok(Update::Draft(draft))
        } else {
            return Poll::Pending;
        };
        running.leave();
        Poll::Ready(Some(update))
    }
}

// What is pinned lies on the heap.
impl<T: Drafted> Unpin for PlanStream<'_, T> {}

impl<T: Drafted> Stream for PlanStream<'_, T> {
    type Item = Result<Update<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T: Drafted> fmt::Debug for PlanStream<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlanStream")
            .field("has_ended", &self.0.is_over())
            .finish_non_exhaustive()
    }
}

impl<P: Prompt> Plan<P> {
    /// Asks the models of the plan like [`call`](Self::call), and shows the answer while it comes.
    ///
    /// Each answer is dropped at the first byte from which no end fits the contract, as with
    /// [`abort_early`](crate::plan::PlanBuilder::abort_early); then the plan goes on as after any
    /// drift. A server that sends its answer in one piece, and a provider of your own, show no
    /// draft before the end.
    ///
    /// Relations between inputs and answer (`choices`, `quotes` and `ensure` of the prompt) are
    /// judged with the whole answer.
    ///
    /// Whoever reads slowly slows the socket. The time that they take counts against the plan's
    /// deadline only, not against the limits of an attempt.
    ///
    #[cfg_attr(feature = "rehearsal", doc = "```")]
    #[cfg_attr(not(feature = "rehearsal"), doc = "```ignore")]
    /// use driftless::provider::OpenAi;
    /// use driftless::rehearsal::{Reply, Server};
    /// use driftless::{Ask, Contract, Plan, Update};
    ///
    /// #[derive(Debug, Clone, Contract)]
    /// #[contract(draft)]
    /// struct Mood {
    ///     reason: String,
    ///     happy: bool,
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    /// # runtime.block_on(async {
    /// # let server = Server::start().await?;
    /// # let text = r#"{"reason":"They say hooray.","happy":true}"#;
    /// # server.script("gpt-6.1-terra", [Reply::answer(text).tokens(40, 6)]);
    /// # let openai = OpenAi::new("key").base_url(server.openai_base_url());
    /// let plan = Plan::<Ask<Mood>>::primary(openai.model("gpt-6.1-terra")).build()?;
    /// let mut stream = plan.stream(Ask::new("The mood of: Hooray!"));
    /// while let Some(update) = stream.next().await {
    ///     match update? {
    ///         Update::Draft(draft) => println!("{} …", draft.reason.text()),
    ///         Update::Restarted { to, reason, .. } => println!("{reason}; {to} is asked"),
    ///         Update::Done(answer) => assert!(answer.value.happy),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).map_err(|error| error.to_string())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn stream<'p>(&self, prompt: P) -> PlanStream<'p, P::Output>
    where
        P: 'p,
        P::Output: Drafted,
    {
        PlanStream(Running::of(self, prompt, Shows::Drafts(Duration::ZERO)))
    }
}
