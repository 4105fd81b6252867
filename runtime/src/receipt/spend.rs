//! The cost of a call, fallbacks apart.

use serde::{Deserialize, Serialize};

use super::Attempt;
use crate::money::Usd;

/// The cost of a call's attempts: what its first model cost, and what came on top since others had
/// to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Spend {
    /// Attempts of the plan's first model, retries and repairs included.
    pub intended: Usd,
    /// Attempts of all other models.
    pub fallback: Usd,
    /// The part of both that the vendors themselves have reported.
    pub reported: Usd,
    /// Number of attempts that may have a cost that is unknown; see [`Attempt::cost_unknown`].
    pub unknown: usize,
}

impl Default for Spend {
    fn default() -> Self {
        Self {
            intended: Usd::ZERO,
            fallback: Usd::ZERO,
            reported: Usd::ZERO,
            unknown: 0,
        }
    }
}

impl Spend {
    /// Both together.
    #[must_use]
    pub fn total(&self) -> Usd {
        more(self.intended, Some(self.fallback))
    }

    /// Adds an amount on the account of the plan's model at `step`.
    pub(crate) fn pay(&mut self, step: usize, amount: Option<Usd>) {
        let sum = if step == 0 {
            &mut self.intended
        } else {
            &mut self.fallback
        };
        *sum = more(*sum, amount);
    }

    pub(super) fn add(&mut self, attempt: &Attempt) {
        self.pay(attempt.step, attempt.paid());
        self.reported = more(self.reported, attempt.reported_cost);
        self.unknown += usize::from(attempt.cost_unknown());
    }
}

/// A sum that doesn't fit 28 digits stays where it was: no bill is that high.
fn more(sum: Usd, cost: Option<Usd>) -> Usd {
    cost.and_then(|cost| sum.checked_add(cost)).unwrap_or(sum)
}
