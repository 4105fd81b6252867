//! The finished items of a list, one by one.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::super::Answer;
use super::running::{Running, Shows};
use crate::decode::{Drafted, ItemsOf};
use crate::error::Error;
use crate::plan::Plan;
use crate::prompt::Prompt;

/// The running call of [`Plan::items`]: a [`Stream`] of the finished items of one list, in their
/// order. Each is final.
///
/// Nothing is sent before it is polled first. Dropping it cancels the request.
#[must_use = "a stream does nothing unless it is polled"]
pub struct ItemStream<'p, T: Drafted, I> {
    running: Running<'p, T>,
    path: ItemsOf<T, I>,
    given: usize,
    answer: Option<Answer<T>>,
}

impl<T: Drafted, I: Clone> ItemStream<'_, T, I> {
    /// Waits for the next item; `None` after the last one. The same as the [`Stream`], for programs
    /// without a crate of combinators.
    pub async fn next(&mut self) -> Option<Result<I, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    /// Returns the whole value and its receipt, once the last item was handed out; `None` before
    /// that, and after an error, which has the receipt.
    #[must_use]
    pub fn into_answer(self) -> Option<Answer<T>> {
        let all = self
            .answer
            .as_ref()
            .map(|answer| self.path.of(&answer.value).len());
        self.answer.filter(|_| all == Some(self.given))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<I, Error>>> {
        self.running.resume();
        let polled = loop {
            if let Some(answer) = &self.answer {
                // What had not been shown when the answer ended.
                break Poll::Ready(self.path.of(&answer.value).get(self.given).cloned().map(Ok));
            }
            self.running.drive(context);
            // Nothing was shown of what is void.
            while self.running.restarted().is_some() {}
            if let Some(item) = self.shown() {
                break Poll::Ready(Some(Ok(item)));
            }
            match self.running.ended() {
                Some(Ok(answer)) => self.answer = Some(answer),
                Some(Err(error)) => break Poll::Ready(Some(Err(error))),
                None if self.running.is_over() => break Poll::Ready(None),
                None if self.running.is_full() => {}
                None => break Poll::Pending,
            }
        };
        if let Poll::Ready(Some(Ok(_))) = &polled {
            self.given += 1;
            self.running.handed_out(self.given);
        }
        if let Poll::Ready(Some(_)) = &polled {
            self.running.leave();
        }
        polled
    }

    /// Returns the next item that is finished, if there is one.
    fn shown(&self) -> Option<I> {
        self.running
            .look(|draft| self.path.finished(draft).get(self.given).cloned())
    }
}

impl<T: Drafted, I: Clone> Stream for ItemStream<'_, T, I> {
    type Item = Result<I, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

// What is pinned lies on the heap.
impl<T: Drafted, I> Unpin for ItemStream<'_, T, I> {}

impl<T: Drafted, I> fmt::Debug for ItemStream<'_, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream")
            .field("given", &self.given)
            .field("has_ended", &self.running.is_over())
            .finish_non_exhaustive()
    }
}

impl<P: Prompt> Plan<P> {
    /// Asks the models of the plan like [`call`](Self::call), and gives the items of one list as
    /// soon as each is whole. `#[contract(draft)]` writes the path of each list:
    /// `Invoice::LINES` for the field `lines`.
    ///
    /// An item is final once it was handed out. Therefore the plan repairs, retries and falls back
    /// only before the first one; if the answer fails later, the error is the last thing that the
    /// stream gives. The whole value is there at the end:
    /// [`ItemStream::into_answer`].
    ///
    /// Relations between inputs and answer (`choices`, `quotes` and `ensure` of the prompt) are
    /// judged with the whole answer, behind the last item.
    ///
    /// Whoever reads slowly slows the socket, and no item is ever left out.
    pub fn items<'p, I: 'static>(
        &self,
        prompt: P,
        path: ItemsOf<P::Output, I>,
    ) -> ItemStream<'p, P::Output, I>
    where
        P: 'p,
        P::Output: Drafted,
    {
        let count = move |draft: &<P::Output as Drafted>::Open| path.finished(draft).len();
        ItemStream {
            running: Running::of(self, prompt, Shows::Items(Box::new(count))),
            path,
            given: 0,
            answer: None,
        }
    }
}
