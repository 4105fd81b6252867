//! Builds a plan that can run from the user's settings; every error is reported at once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::chosen::{Chosen, Said};
use super::draft::Draft;
use super::fallback::{Gate, Reference};
use super::observing::Tracing;
use super::record::{contract_record, prompt_record};
use super::{
    BuildError, Checked, Edge, Guards, Money, Plan, Problem, Reading, announce, assert_media,
    assert_supported, check, fallback,
};
use crate::breaker::{BreakerPolicy, Breakers};
use crate::budget::{Budget, WhenFull};
use crate::catalogue::Catalogue;
use crate::clock::{Clock, SystemClock, day};
use crate::contract::Contract;
use crate::dialect::Dialect;
use crate::evidence::Evidence;
use crate::failure::When;
use crate::lock::Current;
use crate::mode::Mode;
use crate::money::Usd;
use crate::prompt::Prompt;
use crate::provider::Model;
use crate::random::Random;
use crate::retry::{Retry, RetryBudget};
use crate::served::Served;
use crate::signal::Observers;

/// A plan in the making; see [`Plan::primary`].
#[must_use = "a plan does nothing until `build()`"]
pub struct PlanBuilder<P> {
    mode: Mode,
    steps: Vec<Chosen>,
    money: Money,
    breakers: Option<Breakers>,
    quality_breakers: Option<Breakers>,
    retry: Option<Retry>,
    retry_budget: RetryBudget,
    random: Random,
    repair: u32,
    pub(super) observers: Observers,
    pub(super) counted_tags: Vec<&'static str>,
    pub(super) tracing: Option<Tracing>,
    deadline: Option<Duration>,
    accepted: Vec<Served>,
    pinned: bool,
    reading: Reading,
    omits_expired: bool,
    catalogue: Catalogue,
    clock: Arc<dyn Clock>,
    pub(super) record_prompt: bool,
    prompt: PhantomData<fn() -> P>,
}

impl<P: Prompt> PlanBuilder<P> {
    pub(super) fn new<D: Dialect>(model: Model<D>) -> Self {
        Self {
            mode: Mode::default(),
            steps: vec![Chosen::new(model, None)],
            money: Money::default(),
            breakers: None,
            quality_breakers: None,
            retry: None,
            retry_budget: RetryBudget::default(),
            random: Random::from_os(),
            repair: 0,
            observers: Observers::default(),
            counted_tags: Vec::new(),
            tracing: None,
            deadline: None,
            accepted: vec![Served::AsRequested, Served::Snapshot],
            pinned: false,
            reading: Reading::Whole,
            omits_expired: false,
            catalogue: Catalogue::builtin(),
            clock: Arc::new(SystemClock),
            record_prompt: false,
            prompt: PhantomData,
        }
    }

    /// Adds a model that answers instead of the one before it, when that fails in one of the ways
    /// that `when` names.
    ///
    /// It happens in [production](Self::production) only, and never silently: the receipt, an event
    /// at WARN and every [`Observer`](crate::Observer) name both models, the reason and the
    /// `evidence`.
    ///
    /// ```
    /// use driftless::provider::{Anthropic, OpenAi};
    /// use driftless::{Ask, Contract, Evidence, Plan, When};
    ///
    /// #[derive(Contract)]
    /// struct Mood { happy: bool }
    ///
    /// let plan = Plan::<Ask<Mood>>::primary(OpenAi::new("key").model("gpt-6.1-terra"))
    ///     .fallback(
    ///         Anthropic::new("key").model("claude-haiku-4-5"),
    ///         When::RATE_LIMITED | When::UNAVAILABLE | When::TIMED_OUT,
    ///         Evidence::vouched("compared by hand on 50 tickets"),
    ///     )
    ///     .production()
    ///     .build()?;
    /// # Ok::<(), driftless::BuildError>(())
    /// ```
    ///
    /// As with the first model, a contract that the dialect can't express does not compile.
    #[doc(alias("with_fallback", "failover", "retry_on"))]
    pub fn fallback<D: Dialect>(mut self, model: Model<D>, when: When, evidence: Evidence) -> Self {
        const { assert_supported::<P::Output, D>() }
        const { assert_media::<P, D>() }
        let edge = Edge { when, evidence };
        self.steps.push(Chosen::new(model, Some(edge)));
        self
    }

    /// Where the plan runs: [development](Mode::Development), the default, never falls back.
    /// `Mode::from_env()?` leaves it to `DRIFTLESS_MODE`.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Short for `mode(Mode::Production)`: from now on other models may answer, each on its
    /// evidence.
    pub fn production(self) -> Self {
        self.mode(Mode::Production)
    }

    /// Limits the cost of one call, all its attempts together. No attempt begins whose worst
    /// case doesn't fit what is left.
    #[doc(alias("max_cost", "cost_limit", "cost"))]
    pub fn ceiling(mut self, most: Usd) -> Self {
        self.money.ceiling = Some(most);
        self
    }

    /// Limits the cost of one call's attempts of other models than the first.
    pub fn fallback_allowance(mut self, most: Usd) -> Self {
        self.money.allowance = Some(most);
        self
    }

    /// Draws on `budget`, which other plans may share: before each attempt its worst case is
    /// reserved there.
    pub fn budget(mut self, budget: &Budget) -> Self {
        self.money.budget = Some(budget.clone());
        self
    }

    /// Sets the reaction to a budget with too little left: to skip the model, the default, or to
    /// [wait](WhenFull::Wait) for room until the call's deadline.
    pub fn when_full(mut self, when_full: WhenFull) -> Self {
        self.money.when_full = when_full;
        self
    }

    /// Holds failing models back by these breakers, which other plans may share. In production a
    /// plan without them has breakers of its own, with the default policy; in development it has
    /// none, so that each failure is seen.
    pub fn breakers(mut self, breakers: &Breakers) -> Self {
        self.breakers = Some(breakers.clone());
        self
    }

    /// Holds models back whose answers keep breaking the contract. It is a separate registry, since
    /// a bad prompt is no sign of a model's health; without it, only observers count drifts.
    pub fn quality_breakers(mut self, breakers: &Breakers) -> Self {
        self.quality_breakers = Some(breakers.clone());
        self
    }

    /// Asks a model again after failures that may pass, in either mode; without it, no model is.
    #[doc(alias("with_retry", "retries", "max_retries"))]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Shares the limit on retries with other plans; without it, the plan has one of its own, of a
    /// tenth of its calls.
    pub fn retry_budget(mut self, budget: &RetryBudget) -> Self {
        self.retry_budget = budget.clone();
        self
    }

    /// Draws jitter from `random`, for tests.
    pub fn random(mut self, random: Random) -> Self {
        self.random = random;
        self
    }

    /// Sends an answer that drifted back to the model that gave it, with every deviation, up to
    /// `times` per model. Each is an attempt of its own in the receipt, and costs as much; without
    /// it, a drift ends the call.
    #[doc(alias("reask", "max_repairs"))]
    pub fn repair(mut self, times: u32) -> Self {
        self.repair = times;
        self
    }

    /// Limits the time of a whole call, from `call` to its result. Without one, only the
    /// model's own timeout counts; see also
    /// [`TimeLimit::Deadline`](crate::provider::TimeLimit::Deadline).
    ///
    /// It ends waiting, not decoding: an answer that has arrived in time is decoded to its end, in
    /// time proportional to its length, and is the result even if the deadline passes meanwhile.
    #[doc(alias("timeout"))]
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// Also accepts answers with this verdict on the serving model; each receipt repeats it.
    ///
    /// By default an answer counts only if the provider names the requested model or a snapshot of
    /// it. Servers that name none, or a file path, need [`Served::Unverifiable`].
    pub fn accept(mut self, verdict: Served) -> Self {
        self.accepted.push(verdict);
        self
    }

    /// Drops a request whose answer leaves the contract while it streams, at the first byte from
    /// which no end could make it a value. The call goes on as after any drift, with the one
    /// deviation that was found. Without it, an answer is read to its end, and the drift has all
    /// its deviations.
    ///
    /// The receipt has the [byte](crate::receipt::Attempt::stopped_at). Most vendors report
    /// tokens at the end alone, so that the cost of such an attempt is unknown: a budget books its
    /// worst case, as for any answer whose end didn't come. Some vendors go on generating, and bill
    /// it. An answer that would have ended as a refusal counts as drift where it left its contract
    /// before that.
    pub fn abort_early(mut self) -> Self {
        self.reading = Reading::Judged;
        self
    }

    /// Refuses an answer of a fallback that another snapshot of the model has served than those
    /// that were [qualified](Evidence::qualified): the attempt fails as
    /// [`Substituted`](crate::FailureClass::Substituted). Without it, such an answer counts, and
    /// receipt, events and observers report it.
    pub fn pin_snapshots(mut self) -> Self {
        self.pinned = true;
        self
    }

    /// Starts without a fallback whose [qualified](Evidence::qualified) evidence has expired,
    /// instead of not starting: a date must not keep a service down whose first model is well.
    /// Evidence that is wrong for another reason is refused in any case.
    ///
    /// It is never silent: `build()` sends the event `driftless.fallback.omitted` at WARN, and
    /// [`describe`](Plan::describe) and every receipt name the model and the reason. The model
    /// after it is reached by the failures that trigger both edges. See
    /// `contracts check --warn-before 30` and the event `driftless.evidence.expiring`.
    pub fn omit_expired_fallbacks(mut self) -> Self {
        self.omits_expired = true;
        self
    }

    /// Takes models' prices, dialects and names from `catalogue` instead of the built-in one.
    pub fn catalogue(mut self, catalogue: Catalogue) -> Self {
        self.catalogue = catalogue;
        self
    }

    /// Takes the time from `clock`, for receipts and for prices that change on a day.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Checks everything that can be checked without a model, and puts the contract into each
    /// model's dialect.
    ///
    /// # Errors
    /// [`BuildError`] with every [`Problem`] found: a contract that a dialect can't express, an
    /// example that breaks its own contract, contradicting limits, settings that the model is known
    /// to reject.
    pub fn build(self) -> Result<Plan<P>, BuildError> {
        let mut problems = Vec::new();
        let examples = check::examples::<P>(&mut problems);
        let breakers = self.health_breakers();
        problems.extend(self.problems(breakers.is_some()));
        let said = Said {
            examples: &examples,
            media: check::media_kinds::<P>(),
        };
        let today = day(self.clock.now());
        let reference = Reference::of(&self.steps);
        let gate = self.gate(&reference, &today);
        let mut judged = Vec::new();
        for chosen in self.steps {
            let planned = chosen.plan(P::Output::SHAPE, &said, &self.catalogue, &today);
            match planned.and_then(|planned| gate.hold(planned)) {
                Ok(step) => judged.push(step),
                Err(all) => problems.extend(all),
            }
        }
        let (mut steps, omitted) = fallback::without(judged);
        let cost = |(at, step)| self.money.problems_of(at, step, &today);
        problems.extend(steps.iter().enumerate().flat_map(cost));
        if !problems.is_empty() {
            return Err(BuildError { problems });
        }
        let contract = contract_record::<P::Output>();
        announce::built(P::NAME, &steps, &omitted, self.clock.now());
        for step in &mut steps {
            let quality = self.quality_breakers.as_ref();
            step.guards = Guards::of(step, breakers.as_ref(), quality, &contract.name);
        }
        Ok(Plan {
            checked: Arc::new(Checked {
                prompt: prompt_record::<P>(),
                contract,
                mode: self.mode,
                steps,
                omitted,
                money: self.money,
                retry: self.retry,
                retry_budget: self.retry_budget,
                #[cfg(feature = "rehearsal")]
                breakers: [breakers, self.quality_breakers],
                random: self.random,
                repair: self.repair,
                deadline: self.deadline,
                accepted: self.accepted,
                pinned: self.pinned,
                reading: self.reading,
                catalogue: self.catalogue,
                clock: self.clock,
                pace: None,
                record_prompt: self.record_prompt,
                observers: self.observers,
                counted_tags: self.counted_tags,
                tracing: self.tracing,
            }),
            options: None,
            prompt: PhantomData,
        })
    }

    fn problems(&self, has_breakers: bool) -> Vec<Problem> {
        check::of_plan(&Draft {
            steps: &self.steps,
            mode: self.mode,
            deadline: self.deadline,
            accepted: &self.accepted,
            money: &self.money,
            retry: self.retry.as_ref(),
            has_breakers,
            has_quality_breakers: self.quality_breakers.is_some(),
        })
    }

    fn gate<'a>(&self, reference: &'a Reference, today: &str) -> Gate<'a> {
        Gate {
            prompt: P::NAME,
            reference,
            current: Current::of::<P>().today(today),
            falls_back: self.mode.falls_back(),
            pinned: self.pinned,
            omits_expired: self.omits_expired,
        }
    }

    /// The breakers of the models' health; in production there always are some.
    fn health_breakers(&self) -> Option<Breakers> {
        let own = || Breakers::new(BreakerPolicy::default()).ok();
        let needed = self.mode.falls_back();
        self.breakers.clone().or_else(|| needed.then(own).flatten())
    }
}

impl<P> fmt::Debug for PlanBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let models: Vec<&str> = self
            .steps
            .iter()
            .map(|chosen| chosen.model.as_str())
            .collect();
        f.debug_struct("PlanBuilder")
            .field("mode", &self.mode)
            .field("models", &models)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
