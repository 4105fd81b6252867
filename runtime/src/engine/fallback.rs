//! Fallback: after the failure of a model, decides whether the next one of the plan is asked.

use crate::money::Usd;
use crate::plan::Planned;
use crate::receipt::{Hop, HopOutcome};

use super::attempt::AttemptError;
use super::call::Call;
use super::messages::Messages;

impl Call<'_> {
    /// Returns the model to ask after the failure of the one at `at`; `None` if the call ends.
    pub(super) fn fall_back(&mut self, at: usize, ended: &AttemptError) -> Option<usize> {
        let next = at.saturating_add(1);
        let (from, to) = (self.checked.steps.get(at)?, self.checked.steps.get(next)?);
        let edge = to.edge.as_ref()?;
        if !edge.when.includes(ended.class) {
            return None;
        }
        let outcome = self.decision(to);
        let hop = Hop {
            from: from.model.clone(),
            to: to.model.clone(),
            reason: ended.class,
            evidence: edge.evidence.clone(),
            outcome,
            after_attempts: self.receipt.attempts.len(),
        };
        let taken = hop.taken();
        self.receipt.elapsed = self.elapsed();
        self.receipt.hops.push(hop);
        if let Some(hop) = self.receipt.hops.last() {
            self.signals.hop(hop, &self.receipt);
        }
        taken.then_some(next)
    }

    /// Returns the decision on a triggered fallback to `to`.
    fn decision(&self, to: &Planned) -> HopOutcome {
        if !self.checked.mode.falls_back() {
            return HopOutcome::InDevelopment;
        }
        let expected = to.settings.expected;
        if let Some(left) = self.left()
            && (left.is_zero() || expected.is_some_and(|expected| expected > left))
        {
            return HopOutcome::NoTimeLeft { left, expected };
        }
        match self.beyond_allowance(to, &Messages::new(to, self.prompt, self.entrance.bindings)) {
            Some((worst_case, left)) => HopOutcome::OverAllowance { worst_case, left },
            None => HopOutcome::Taken,
        }
    }

    /// Returns the highest cost of a fallback to `step`, and the rest of the allowance, if that is
    /// less.
    fn beyond_allowance(&self, step: &Planned, messages: &Messages<'_>) -> Option<(Usd, Usd)> {
        let allowance = self.checked.money.allowance?;
        let left = allowance.saturating_sub(self.booked.fallback);
        // If the worst case is unknown, `reserve` refuses and gives the reason.
        let worst = step
            .worst_case(messages.bytes(), &messages.media(), &self.checked.today())
            .ok()??;
        (worst > left).then_some((worst, left))
    }
}
