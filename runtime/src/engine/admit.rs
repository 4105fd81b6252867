//! Admission of an attempt: checks deadline, budget and breakers before it, and settles them after
//! it.

use std::time::Duration;

use tokio::time::timeout_at;

use crate::breaker::{AttemptOutcome, Breaker, BreakerState, Permit, Transition};
use crate::budget::{Budget, BudgetRefused, Lease, Reservation, Unfinished, WhenFull};
use crate::failure::FailureClass;
use crate::limit::TimeLimit;
use crate::money::Usd;
use crate::plan::{Planned, reservation};
use crate::receipt::Attempt;

use super::attempt::AttemptError;
use super::booking::Money;
use super::call::Call;
use super::messages::Messages;

/// The reservations of an attempt while it runs. Dropping it releases all of them.
#[derive(Debug, Default)]
pub(super) struct Held {
    money: Money,
    /// The highest cost where the entrance asks for it, limited or not.
    possible: Option<Usd>,
    health: Option<Permit>,
    quality: Option<Permit>,
}

impl Call<'_> {
    /// Returns the reservations for the model if it may be asked now.
    pub(super) async fn admit(
        &mut self,
        at: usize,
        step: &Planned,
        messages: &Messages<'_>,
    ) -> Result<Held, AttemptError> {
        if self.left().is_some_and(|left| left.is_zero()) {
            let detail = "the call's deadline has passed";
            return Err(self.skip(step, FailureClass::OutOfTime, detail));
        }
        let mut held = Held::default();
        if let Err(detail) = self.reserve(at, step, messages, &mut held).await {
            return Err(self.skip(step, FailureClass::BudgetExceeded, &detail));
        }
        let guards = &step.guards;
        for (guard, permit, class) in [
            (
                &guards.quality,
                &mut held.quality,
                FailureClass::QualityBreakerOpen,
            ),
            (&guards.health, &mut held.health, FailureClass::BreakerOpen),
        ] {
            let Some(breaker) = guard else { continue };
            match breaker.admit(self.now()) {
                Ok(admitted) => {
                    if let Some(transition) = admitted.transition() {
                        self.changed(breaker, transition);
                    }
                    *permit = Some(admitted);
                }
                Err(rejected) => return Err(self.skip(step, class, &rejected.to_string())),
            }
        }
        Ok(held)
    }

    /// Holds the worst case of an attempt against every limit on money; the error says which has
    /// too little left.
    async fn reserve(
        &self,
        at: usize,
        step: &Planned,
        messages: &Messages<'_>,
        held: &mut Held,
    ) -> Result<(), String> {
        let money = &self.checked.money;
        let limited = money.is_limited() || self.budgets().next().is_some();
        if !limited && self.entrance.begins.is_none() {
            return Ok(());
        }
        let worst = step.worst_case(messages.bytes(), &messages.media(), &self.checked.today());
        held.possible = worst.as_ref().ok().copied().flatten();
        if !limited {
            return Ok(());
        }
        held.money.limited = true;
        let worst = worst.map_err(|why| why.to_string())?;
        let clock = &self.checked.clock;
        let Some(worst) = worst else {
            for (budget, _) in self.budgets() {
                let lease = budget.reserve_nothing(&reservation(at, step, Usd::ZERO), clock);
                let lease = lease.map_err(|refused| refused.to_string())?;
                held.money.leases.push(lease);
            }
            return Ok(());
        };
        held.money.worst = Some(worst);
        let mut unfinished = Unfinished::AsReported;
        if let Some(ceiling) = money.ceiling {
            let left = ceiling.saturating_sub(self.booked.total());
            fits(worst, left, "the call's ceiling", ceiling)?;
        }
        if let Some(allowance) = money.allowance.filter(|_| at > 0) {
            let left = allowance.saturating_sub(self.booked.fallback);
            fits(worst, left, "the call's allowance for fallbacks", allowance)?;
        }
        for (budget, when_full) in self.budgets() {
            let reservation = reservation(at, step, worst);
            let lease = match when_full {
                WhenFull::Wait => self.wait(budget, &reservation).await?,
                _ => budget
                    .reserve(&reservation, clock)
                    .map_err(|refused| refused.to_string())?,
            };
            held.money.leases.push(lease);
            // Of two policies the careful one.
            if budget.unfinished() == Unfinished::WorstCase {
                unfinished = Unfinished::WorstCase;
            }
        }
        if !held.money.leases.is_empty() {
            held.money.unfinished = unfinished;
        }
        Ok(())
    }
}

impl Call<'_> {
    /// Waits for room in `budget`, until the call's deadline at most.
    async fn wait(&self, budget: &Budget, reservation: &Reservation<'_>) -> Result<Lease, String> {
        let clock = &self.checked.clock;
        let refused = match budget.reserve(reservation, clock) {
            Ok(lease) => return Ok(lease),
            Err(refused) => refused,
        };
        if let Some(pace) = &self.checked.pace {
            // A rehearsal lets the time pass instead, as far as time alone makes room.
            let wait = match &refused {
                BudgetRefused::Exceeded(exceeded) => exceeded.free_after,
                _ => None,
            };
            let wait = wait.filter(|wait| self.left().is_none_or(|left| *wait < left));
            pace.skip(wait.ok_or_else(|| refused.to_string())?);
            let lease = budget.reserve(reservation, clock);
            return lease.map_err(|refused| refused.to_string());
        }
        let waiting = budget.wait(reservation, clock);
        let lease = match self.deadline() {
            Some(deadline) => match timeout_at(deadline.at, waiting).await {
                Ok(lease) => lease,
                Err(_passed) => {
                    return Err(format!(
                        "{refused}; no room came before the call's deadline"
                    ));
                }
            },
            None => waiting.await,
        };
        lease.map_err(|refused| refused.to_string())
    }
}

fn fits(worst: Usd, left: Usd, what: &str, of: Usd) -> Result<(), String> {
    if worst <= left {
        return Ok(());
    }
    Err(format!(
        "{what} of {of} has {left} left, and the attempt may cost {worst}"
    ))
}

impl Held {
    /// Returns `true` if the attempt is one by which an open breaker tests the model's recovery.
    pub(super) fn is_probe(&self) -> bool {
        [&self.health, &self.quality]
            .into_iter()
            .flatten()
            .any(Permit::is_probe)
    }

    /// Returns the attempt's highest cost; `None` if it is free or unknown, or nobody asked.
    pub(super) fn possible(&self) -> Option<Usd> {
        self.possible
    }

    /// Notes that the request may leave from now on.
    pub(super) fn sent(&mut self) {
        self.money.sent();
    }

    /// Notes what is held in the attempt's record.
    pub(super) fn note(&self, record: &mut Attempt) {
        record.reserved = self.money.worst;
        record.breaker = self.health.as_ref().map(|permit| {
            if permit.is_probe() {
                BreakerState::HalfOpen
            } else {
                BreakerState::Closed
            }
        });
    }

    /// Books what the attempt has cost, and reports to the breakers how it ended. Returns what was
    /// booked.
    pub(super) fn end(
        self,
        record: &mut Attempt,
        step: &Planned,
        now: Duration,
        mut changed: impl FnMut(&Breaker, &Transition),
    ) -> Option<Usd> {
        let booked = self.money.book(record);
        // A deadline of the caller's own says nothing about the model.
        let ours = record.limit == Some(TimeLimit::Deadline);
        let slow = step
            .guards
            .slow_after
            .is_some_and(|limit| record.elapsed > limit);
        let health = AttemptOutcome::of_health(record.failure, slow);
        let quality = AttemptOutcome::of_quality(record.failure);
        for (permit, breaker, outcome) in [
            (self.health, &step.guards.health, health),
            (self.quality, &step.guards.quality, quality),
        ] {
            let outcome = if ours {
                AttemptOutcome::Neutral
            } else {
                outcome
            };
            if let (Some(permit), Some(breaker)) = (permit, breaker)
                && let Some(transition) = permit.record(outcome, now)
            {
                changed(breaker, &transition);
            }
        }
        booked
    }
}
