//! A plan as it is rehearsed: the same, but for where its requests go, how time passes, and with
//! budgets and breakers of its own.

use std::sync::Arc;
use std::time::Duration;

use super::money::reservation;
use super::{Checked, Guards, Money, Planned};
use crate::breaker::Breakers;
use crate::budget::{Budget, Reservation};
use crate::clock::Clock;
use crate::money::Usd;
use crate::pace::Pace;
use crate::provider::Provider;
use crate::random::Random;
use crate::signal::{Observer, Observers};

/// A fixed seed for every rehearsal, so that an unchanged plan gives an unchanged table.
const SEED: u64 = 7;

/// The shortest connect limit: a connection to this machine needs no other time than what the
/// machine is busy with.
const CONNECT: Duration = Duration::from_secs(20);

/// The replacements of the user's own parts in a rehearsal.
pub(crate) struct Stand {
    /// One for each step.
    pub(crate) providers: Vec<Arc<dyn Provider>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pace: Arc<dyn Pace>,
    pub(crate) observer: Arc<dyn Observer>,
}

impl Checked {
    /// Returns an independent copy: neither spend nor failures are noted in the budgets and
    /// breakers of the user, and their observers aren't called.
    pub(crate) fn rehearsed(&self, stand: Stand) -> Self {
        let mut observers = Observers::default();
        observers.add(stand.observer);
        let fresh = |breakers: &Option<Breakers>| {
            let policy = breakers.as_ref()?.policy().clone();
            Breakers::with_random(policy, Random::seeded(SEED)).ok()
        };
        let [health, quality] = &self.breakers;
        let breakers = [fresh(health), fresh(quality)];
        let [health, quality] = &breakers;
        let mut steps: Vec<Planned> = self
            .steps
            .iter()
            .zip(stand.providers)
            .map(|(step, provider)| step.served_from(provider))
            .collect();
        for step in &mut steps {
            let contract = &self.contract.name;
            step.guards = Guards::of(step, health.as_ref(), quality.as_ref(), contract);
        }
        Self {
            prompt: self.prompt.clone(),
            contract: self.contract.clone(),
            mode: self.mode,
            steps,
            omitted: self.omitted.clone(),
            money: Money {
                ceiling: self.money.ceiling,
                allowance: self.money.allowance,
                budget: self.money.budget.as_ref().map(Budget::fresh),
                when_full: self.money.when_full,
            },
            retry: self.retry.clone(),
            retry_budget: self.retry_budget.fresh(),
            breakers,
            random: Random::seeded(SEED),
            repair: self.repair,
            deadline: self.deadline,
            accepted: self.accepted.clone(),
            pinned: self.pinned,
            reading: self.reading,
            catalogue: self.catalogue.clone(),
            clock: stand.clock,
            pace: Some(stand.pace),
            record_prompt: false,
            observers,
            counted_tags: Vec::new(),
            tracing: None,
        }
    }

    /// Spends what is left for the model at `at`, as far as none of the models before it draws on
    /// it; or why nothing can be spent so.
    pub(crate) fn exhaust_budget(&self, at: usize) -> Result<(), &'static str> {
        let budget = self.money.budget.as_ref().ok_or("the plan has no budget")?;
        let asks = |(at, step)| reservation(at, step, Usd::ZERO);
        let mut steps = self.steps.iter().enumerate().take(at.saturating_add(1));
        let model = steps.next_back().map(asks);
        let before: Vec<Reservation<'_>> = steps.map(asks).collect();
        if model.is_some_and(|model| budget.exhaust(&model, &before, self.clock.monotonic())) {
            Ok(())
        } else if before.is_empty() {
            Err("no ceiling of the budget counts it")
        } else {
            Err("no ceiling of the budget counts it and none of the models before it")
        }
    }
}

impl Planned {
    fn served_from(&self, provider: Arc<dyn Provider>) -> Self {
        let mut settings = self.settings.clone();
        settings.limits.connect = settings.limits.connect.max(CONNECT);
        Self {
            provider,
            model: self.model.clone(),
            settings,
            known: self.known.clone(),
            adapted: self.adapted.clone(),
            written: self.written.clone(),
            form_bytes: self.form_bytes,
            guards: Guards::default(),
            edge: self.edge.clone(),
            ignored: self.ignored.clone(),
            unconfirmed: self.unconfirmed,
            parameters: Arc::clone(&self.parameters),
            losses: Arc::clone(&self.losses),
            examples: self.examples.clone(),
        }
    }
}
