//! What comes before an attempt: the deadline, the money, the breakers. And what follows for them from its end.

use std::time::Duration;

use crate::breaker::{Breaker, BreakerState, Outcome, Permit, Transition};
use crate::budget::Lease;
use crate::failure::FailureClass;
use crate::limit::Limit;
use crate::money::Usd;
use crate::plan::{Planned, reservation};
use crate::receipt::Attempt;

use super::attempt::Ended;
use super::call::Call;
use super::talk::Talk;

/// What an attempt holds while it runs. Dropped with it, all of it is given back.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The attempt's worst case, where anything limits what it may cost.
    worst: Option<Usd>,
    lease: Option<Lease>,
    health: Option<Permit>,
    quality: Option<Permit>,
}

impl Call<'_> {
    /// Whether the model may be asked now, and what is held for it.
    pub(super) fn admit(
        &mut self,
        at: usize,
        step: &Planned,
        talk: &Talk<'_>,
    ) -> Result<Held, Ended> {
        if self.left().is_some_and(|left| left.is_zero()) {
            let detail = "the call's deadline has passed";
            return Err(self.skip(step, FailureClass::OutOfTime, detail));
        }
        let mut held = Held::default();
        if let Err(detail) = self.reserve(at, step, talk, &mut held) {
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

    /// What a fallback to `step` may cost, and what is left of the allowance, if that is less.
    pub(super) fn beyond_allowance(&self, step: &Planned, talk: &Talk<'_>) -> Option<(Usd, Usd)> {
        let allowance = self.checked.money.allowance?;
        let left = allowance.saturating_sub(self.booked.fallback);
        // Where the worst case can't be told, `reserve` refuses and says why.
        let worst = step
            .worst_case(talk.bytes(), &self.checked.today())
            .ok()??;
        (worst > left).then_some((worst, left))
    }

    /// Holds the worst case of an attempt against every limit on money; the error says which has too little left.
    fn reserve(
        &self,
        at: usize,
        step: &Planned,
        talk: &Talk<'_>,
        held: &mut Held,
    ) -> Result<(), String> {
        let money = &self.checked.money;
        if !money.is_limited() {
            return Ok(());
        }
        let Some(worst) = step.worst_case(talk.bytes(), &self.checked.today())? else {
            return Ok(());
        };
        held.worst = Some(worst);
        if let Some(ceiling) = money.ceiling {
            let left = ceiling.saturating_sub(self.booked.total());
            fits(worst, left, "the call's ceiling", ceiling)?;
        }
        if let Some(allowance) = money.allowance.filter(|_| at > 0) {
            let left = allowance.saturating_sub(self.booked.fallback);
            fits(worst, left, "the call's allowance for fallbacks", allowance)?;
        }
        if let Some(budget) = &money.budget {
            let reservation = reservation(at, step, worst);
            let lease = budget.reserve(&reservation, &self.checked.clock);
            held.lease = Some(lease.map_err(|refused| refused.to_string())?);
        }
        Ok(())
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
    /// Whether the attempt is one by which an open breaker finds out whether the model is back.
    pub(super) fn is_probe(&self) -> bool {
        [&self.health, &self.quality]
            .into_iter()
            .flatten()
            .any(Permit::is_probe)
    }

    /// Notes what is held in the attempt's record.
    pub(super) fn note(&self, record: &mut Attempt) {
        record.reserved = self.worst;
        record.breaker = self.health.as_ref().map(|permit| {
            if permit.is_probe() {
                BreakerState::HalfOpen
            } else {
                BreakerState::Closed
            }
        });
    }

    /// Books what the attempt has cost, and tells the breakers how it ended. Gives what was booked.
    ///
    /// An attempt whose cost nobody told is booked at its worst case if the vendor had begun to answer, and at nothing otherwise: then it did no work.
    pub(super) fn end(
        self,
        record: &Attempt,
        step: &Planned,
        now: Duration,
        mut changed: impl FnMut(&Breaker, &Transition),
    ) -> Usd {
        let begun = record
            .status
            .is_some_and(|status| (200..300).contains(&status));
        let unknown = self.worst.filter(|_| begun).unwrap_or(Usd::ZERO);
        let cost = record.cost.or(record.reported_cost).unwrap_or(unknown);
        if let Some(lease) = self.lease {
            lease.settle(cost);
        }
        // A deadline of the caller's own says nothing about the model.
        let ours = record.limit == Some(Limit::Deadline);
        let slow = step
            .guards
            .slow_after
            .is_some_and(|limit| record.elapsed > limit);
        let health = Outcome::of_health(record.failure, slow);
        let quality = Outcome::of_quality(record.failure);
        for (permit, breaker, outcome) in [
            (self.health, &step.guards.health, health),
            (self.quality, &step.guards.quality, quality),
        ] {
            let outcome = if ours { Outcome::Neutral } else { outcome };
            if let (Some(permit), Some(breaker)) = (permit, breaker)
                && let Some(transition) = permit.record(outcome, now)
            {
                changed(breaker, &transition);
            }
        }
        cost
    }
}
