//! The parts of a plan that is being checked.

use std::time::Duration;

use super::Money;
use super::chosen::Chosen;
use crate::failure::FailureClass;
use crate::mode::Mode;
use crate::retry::Retry;
use crate::served::Served;

/// The facts by which the parts of a plan are checked.
pub(super) struct Draft<'a> {
    pub(super) steps: &'a [Chosen],
    pub(super) mode: Mode,
    pub(super) deadline: Option<Duration>,
    pub(super) accepted: &'a [Served],
    pub(super) money: &'a Money,
    pub(super) retry: Option<&'a Retry>,
    pub(super) has_breakers: bool,
    pub(super) has_quality_breakers: bool,
}

impl Draft<'_> {
    /// Returns the reason why no call of this plan can fail with `class`.
    pub(super) fn never(&self, class: FailureClass) -> Option<&'static str> {
        let accepts = |served| self.accepted.contains(&served);
        match class {
            FailureClass::Substituted
                if accepts(Served::Substituted) && accepts(Served::Unverifiable) =>
            {
                Some("the plan accepts whatever served")
            }
            FailureClass::BudgetExceeded if !self.money.is_limited() => {
                Some("the plan has neither a ceiling nor a budget")
            }
            FailureClass::BreakerOpen if !self.has_breakers => Some("the plan has no breakers"),
            FailureClass::QualityBreakerOpen if !self.has_quality_breakers => {
                Some("the plan has no quality breakers")
            }
            _ => None,
        }
    }
}
