//! From what the user wrote to a budget that can hold.

use std::sync::Arc;
use std::time::Duration;

use super::amount::units;
use super::limit::{Ceiling, Ledger, Scope};
use super::state::MOST_LIMITS;
use super::{Budget, Unfinished};
use crate::money::Usd;
use crate::settings::SettingsError;

/// A budget in the making; see [`Budget::builder`].
#[derive(Debug, Clone, Default)]
#[must_use = "a budget does nothing until `build()`"]
pub struct BudgetBuilder {
    name: Option<String>,
    limits: Vec<Ceiling>,
    unfinished: Unfinished,
}

impl BudgetBuilder {
    /// At most `ceiling` within any `window`; several windows may hold at once. The window slides;
    /// spend leaves it up to a sixtieth of it late.
    #[doc(alias("window", "hourly"))]
    pub fn per(self, window: Duration, ceiling: Usd) -> Self {
        self.limit(Scope::All, Some(window), ceiling)
    }

    /// At most `ceiling` as long as the budget exists.
    #[doc(alias("total", "max"))]
    pub fn lifetime(self, ceiling: Usd) -> Self {
        self.limit(Scope::All, None, ceiling)
    }

    /// Limits the spend on fallbacks to `ceiling` within any `window`.
    pub fn fallback_per(self, window: Duration, ceiling: Usd) -> Self {
        self.limit(Scope::Fallback, Some(window), ceiling)
    }

    /// Limits the spend on the model that is asked for by this id to `ceiling` within any `window`.
    pub fn model_per(self, model: impl Into<String>, window: Duration, ceiling: Usd) -> Self {
        self.limit(Scope::Model(model.into()), Some(window), ceiling)
    }

    /// Names the budget, for metrics: `driftless.budget.left.usd` has the label `budget`, which is
    /// `default` unless set. Two budgets in one program need two names.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets what is booked for an attempt that was sent and of which no end was seen: a timeout, a
    /// cancelled call, a broken connection, a stream that breaks off, an error of which nobody
    /// documents that it costs nothing. Its worst case unless set.
    pub fn unfinished(mut self, unfinished: Unfinished) -> Self {
        self.unfinished = unfinished;
        self
    }

    fn limit(mut self, scope: Scope, window: Option<Duration>, ceiling: Usd) -> Self {
        self.limits.push(Ceiling {
            scope,
            window,
            ceiling,
        });
        self
    }

    /// Checks the ceilings.
    ///
    /// # Errors
    /// [`SettingsError`] with everything that is invalid: a ceiling of zero or above 10^15 dollars,
    /// a window of zero, a ceiling named twice.
    pub fn build(self) -> Result<Budget, SettingsError> {
        let mut problems = Vec::new();
        if self.limits.is_empty() {
            problems.push("it has no ceiling; name one, such as `.per(window, amount)`".to_owned());
        }
        if self.limits.len() > MOST_LIMITS {
            problems.push(format!(
                "it has {} ceilings; at most {MOST_LIMITS} can be held at once",
                self.limits.len()
            ));
        }
        let mut ledgers: Vec<Ledger> = Vec::with_capacity(self.limits.len());
        for limit in self.limits {
            if limit.ceiling == Usd::ZERO {
                problems.push(format!(
                    "a ceiling of {limit} lets no call through; drop it, or don't make the calls"
                ));
            }
            if limit.window.is_some_and(|window| window.is_zero()) {
                problems.push(format!("{limit}: the window is zero; give it some time"));
            }
            if ledgers
                .iter()
                .any(|known| known.limit.scope == limit.scope && known.limit.window == limit.window)
            {
                problems.push(format!(
                    "{limit}: another ceiling counts the same; keep one of them"
                ));
            }
            match units(limit.ceiling) {
                Some(ceiling) => ledgers.push(Ledger::new(limit, ceiling)),
                None => problems.push(format!(
                    "a ceiling of {limit} is beyond what can be calculated with; drop it"
                )),
            }
        }
        SettingsError::unless_fine("the budget", problems)?;
        let name = self.name.as_deref().unwrap_or("default");
        Ok(Budget::of(Arc::from(name), ledgers, self.unfinished))
    }
}
