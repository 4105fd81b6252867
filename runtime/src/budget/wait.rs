//! A reservation that waits for room.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Sleep, sleep};

use super::amount::{Units, units};
use super::booking::BookingId;
use super::lease::Lease;
use super::queue::Turn;
use super::refused::BudgetRefused;
use super::state::Set;
use super::{Budget, Clock, Reservation};
use crate::sync::lock;

/// A plan's reaction to a budget with too little left for an attempt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhenFull {
    /// Skips the model at once, as
    /// [`BudgetExceeded`](crate::FailureClass::BudgetExceeded).
    #[default]
    Refuse,
    /// Waits until there is room, at most until the call's deadline. A call that can never fit is
    /// refused all the same.
    Wait,
}

impl Budget {
    /// Holds an attempt's worst case like [`reserve`](Self::reserve), and waits while there is too
    /// little left.
    ///
    /// First come, first served: a call that waits keeps the room of the ceilings that are in its
    /// way, and no later one takes it. It is woken by whatever makes room: a settled, dropped or
    /// lapsed lease, a correction, spend that leaves a window. Dropping the future leaves the
    /// queue. Without a Tokio runtime, spend that leaves a window is noticed only when somebody
    /// uses the budget.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use driftless::plan::{Clock, SystemClock};
    /// # use driftless::usd;
    /// # use driftless::budget::{Budget, Reservation, Spend};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let budget = Budget::builder().lifetime(usd("1.00")?).build()?;
    /// let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    /// let worst = Reservation::new(usd("0.80")?, "gpt-6.1-terra", Spend::Intended);
    ///
    /// let first = budget.reserve(&worst, &clock)?;
    /// // Fits once the first has cost less than its worst case.
    /// let second = budget.wait(&worst, &clock);
    /// first.settle(usd("0.10")?);
    /// second.await?.settle(usd("0.10")?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`BudgetRefused`] if the amount can never fit: a ceiling is smaller, or what is spent of a
    /// lifetime leaves too little.
    pub async fn wait(
        &self,
        reservation: &Reservation<'_>,
        clock: &Arc<dyn Clock>,
    ) -> Result<Lease, BudgetRefused> {
        let amount =
            units(reservation.amount).ok_or(BudgetRefused::TooLarge(reservation.amount))?;
        if amount == 0 {
            return Err(BudgetRefused::Zero);
        }
        let (set, ticket, budget) = {
            let mut state = lock(&self.0);
            let set = state.set(reservation);
            (set, state.join(amount, set, reservation.ttl), state.nonce)
        };
        let waiting = Waiting {
            budget: self.clone(),
            clock: Arc::clone(clock),
            nonce: budget,
            ticket,
            set,
            amount,
            over: false,
            timer: None,
        };
        waiting.await
    }
}

/// A place in the queue.
struct Waiting {
    budget: Budget,
    clock: Arc<dyn Clock>,
    nonce: u64,
    ticket: u64,
    set: Set,
    amount: Units,
    over: bool,
    timer: Option<(Duration, Pin<Box<Sleep>>)>,
}

impl Future for Waiting {
    type Output = Result<Lease, BudgetRefused>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        loop {
            let now = this.clock.monotonic();
            let (budget, ticket) = (this.budget.clone(), this.ticket);
            let at = match budget.with(|state| state.turn(ticket, context.waker(), now)) {
                Turn::Over(over) => {
                    this.over = true;
                    return Poll::Ready(over.map(|number| {
                        let id = BookingId {
                            budget: this.nonce,
                            number,
                        };
                        let clock = Arc::clone(&this.clock);
                        Lease::new(budget, clock, id, (this.set, this.amount))
                    }));
                }
                Turn::Waits(at) => at.filter(|_| Handle::try_current().is_ok()),
            };
            let Some(at) = at else {
                this.timer = None;
                return Poll::Pending;
            };
            if this.timer.as_ref().is_none_or(|(known, _)| *known != at) {
                let pause = at.saturating_sub(now).max(Duration::from_millis(1));
                this.timer = Some((at, Box::pin(sleep(pause))));
            }
            let Some((_, timer)) = &mut this.timer else {
                return Poll::Pending;
            };
            if timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            this.timer = None;
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.over {
            let (ticket, now) = (self.ticket, self.clock.monotonic());
            self.budget.with(|state| state.leave(ticket, now));
        }
    }
}
