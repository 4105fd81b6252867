//! Calls that wait for room, first come, first served.

use std::collections::{HashMap, VecDeque};
use std::task::Waker;
use std::time::Duration;

use super::amount::Units;
use super::refused::BudgetRefused;
use super::state::{Set, State};

/// One call that waits.
#[derive(Debug)]
struct Waiter {
    ticket: u64,
    amount: Units,
    set: Set,
    ttl: Duration,
    waker: Option<Waker>,
}

/// The calls that wait, and those whose wait is over and that have not looked yet.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Waiter>,
    /// The lease's number, or why there will be none.
    over: HashMap<u64, Result<u64, BudgetRefused>>,
    next: u64,
    /// The ticket of the one that looks at the clock for all.
    keeper: Option<u64>,
    woken: Vec<Waker>,
}

/// The state of a waiting call.
pub(super) enum Turn {
    /// Its wait is over.
    Over(Result<u64, BudgetRefused>),
    /// It waits on. It is the one that looks at the clock if it has this time, when something may
    /// change by itself.
    Waits(Option<Duration>),
}

impl State {
    /// Joins the queue at its end.
    pub(super) fn join(&mut self, amount: Units, set: Set, ttl: Duration) -> u64 {
        let queue = &mut self.queue;
        let ticket = queue.next;
        queue.next = queue.next.wrapping_add(1);
        queue.waiting.push_back(Waiter {
            ticket,
            amount,
            set,
            ttl,
            waker: None,
        });
        ticket
    }

    /// Looks whether the wait of `ticket` is over; if not, `waker` is called once it is.
    pub(super) fn turn(&mut self, ticket: u64, waker: &Waker, now: Duration) -> Turn {
        self.advance(now);
        self.serve();
        if let Some(over) = self.queue.over.remove(&ticket) {
            return Turn::Over(over);
        }
        let mut waiting = self.queue.waiting.iter_mut();
        if let Some(waiter) = waiting.find(|waiter| waiter.ticket == ticket)
            && !waiter
                .waker
                .as_ref()
                .is_some_and(|known| known.will_wake(waker))
        {
            waiter.waker = Some(waker.clone());
        }
        let keeps = self.queue.keeper == Some(ticket);
        Turn::Waits(keeps.then(|| self.changes_at()).flatten())
    }

    /// Leaves the queue. What was held meanwhile is released.
    pub(super) fn leave(&mut self, ticket: u64, now: Duration) {
        self.advance(now);
        if let Some(Ok(number)) = self.queue.over.remove(&ticket) {
            self.release(number);
        }
        self.queue.waiting.retain(|waiter| waiter.ticket != ticket);
    }

    /// Gives room to those who wait, in order, and ends the wait of those for whom there will be
    /// none.
    ///
    /// A call that finds too little in some ceiling keeps the room of that ceiling for itself: none
    /// that came later draws on it.
    pub(super) fn serve(&mut self) {
        let mut kept: Set = 0;
        let mut at = 0;
        while let Some(waiter) = self.queue.waiting.get(at) {
            let (amount, set, ttl) = (waiter.amount, waiter.set, waiter.ttl);
            let over = if self.never_fits(amount, set) {
                Err(self.refused(amount, set))
            } else if set & kept == 0 && self.short(amount, set) == 0 {
                Ok(self.hold(amount, set, ttl))
            } else {
                kept |= self.short(amount, set);
                if kept & self.counts_all() != 0 {
                    break;
                }
                at += 1;
                continue;
            };
            let Some(waiter) = self.queue.waiting.remove(at) else {
                break;
            };
            self.queue.over.insert(waiter.ticket, over);
            self.queue.woken.extend(waiter.waker);
        }
        let first = self.queue.waiting.front();
        let keeper = first.map(|first| first.ticket);
        if keeper != self.queue.keeper {
            let waker = first.and_then(|first| first.waker.clone());
            self.queue.woken.extend(waker);
            self.queue.keeper = keeper;
        }
    }

    /// Those ceilings whose room is kept for calls that wait.
    pub(super) fn kept(&self) -> Set {
        let mut kept = 0;
        for waiter in &self.queue.waiting {
            kept |= self.short(waiter.amount, waiter.set);
            if kept & self.counts_all() != 0 {
                break;
            }
        }
        kept
    }

    /// Calls that wait.
    pub(super) fn waiting(&self) -> usize {
        self.queue.waiting.len()
    }

    /// Returns the wakers to call once nothing is locked any more.
    pub(super) fn woken(&mut self) -> Vec<Waker> {
        if !self.queue.waiting.is_empty() || self.queue.keeper.is_some() {
            self.serve();
        }
        std::mem::take(&mut self.queue.woken)
    }
}
