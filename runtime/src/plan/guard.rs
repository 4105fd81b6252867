//! The breakers of one model of a plan.

use std::time::Duration;

use super::Planned;
use crate::breaker::{Breaker, BreakerKey, Breakers};

/// The breakers that may hold a model back.
#[derive(Debug, Default)]
pub(crate) struct Guards {
    pub(crate) health: Option<Breaker>,
    /// An answer that succeeds after longer than this was slow.
    pub(crate) slow_after: Option<Duration>,
    pub(crate) quality: Option<Breaker>,
}

impl Guards {
    /// Returns the breakers of `step` in these registries; `contract` is the contract of its
    /// answers.
    pub(super) fn of(
        step: &Planned,
        health: Option<&Breakers>,
        quality: Option<&Breakers>,
        contract: &str,
    ) -> Self {
        let key = BreakerKey::new(step.provider.name(), step.provider.base_url(), &step.model);
        Self {
            health: health.map(|breakers| breakers.get(&key)),
            slow_after: health.and_then(|breakers| breakers.policy().slow_after),
            quality: quality.map(|breakers| breakers.get(&key.contract(contract))),
        }
    }
}
