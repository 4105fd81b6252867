//! From what the user wrote to a plan that can run; everything that is wrong is told at once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::chosen::Chosen;
use super::{Checked, Plan};
use crate::catalogue::Catalogue;
use crate::clock::{Clock, SystemClock, day};
use crate::contract::Contract;
use crate::decode::decode;
use crate::dialect::Dialect;
use crate::prompt::Prompt;
use crate::provider::Model;
use crate::receipt::{ContractRecord, PromptRecord};
use crate::served::Served;

/// A plan in the making; see [`Plan::primary`].
#[must_use = "a plan does nothing until `build()`"]
pub struct PlanBuilder<P> {
    steps: Vec<Chosen>,
    deadline: Option<Duration>,
    accepted: Vec<Served>,
    catalogue: Catalogue,
    clock: Arc<dyn Clock>,
    prompt: PhantomData<fn() -> P>,
}

impl<P: Prompt> PlanBuilder<P> {
    pub(super) fn new<D: Dialect>(model: Model<D>) -> Self {
        let (provider, model, settings) = model.into_parts();
        let first = Chosen {
            provider,
            model,
            settings,
            table: D::TABLE,
            route: D::ROUTE,
        };
        Self {
            steps: vec![first],
            deadline: None,
            accepted: vec![Served::AsRequested, Served::Snapshot],
            catalogue: Catalogue::builtin(),
            clock: Arc::new(SystemClock),
            prompt: PhantomData,
        }
    }

    /// The longest that a whole call may take, from `call` to its result. Without one, only the model's own timeout counts.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// Also accepts answers with this verdict on who served them.
    ///
    /// By default an answer counts only if the provider says that the requested model has served it, or a snapshot of it. Servers that name no model,
    /// or a file path, need [`Served::Unverifiable`]; each receipt repeats the verdict.
    pub fn accept(mut self, verdict: Served) -> Self {
        self.accepted.push(verdict);
        self
    }

    /// Takes what is known of models from `catalogue` instead of the built-in one: prices, dialects, names.
    pub fn catalogue(mut self, catalogue: Catalogue) -> Self {
        self.catalogue = catalogue;
        self
    }

    /// Tells the time by `clock`, for receipts and for prices that change on a day.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Checks everything that can be checked without a model, and puts the contract into each model's dialect.
    ///
    /// # Errors
    /// [`BuildError`] with every problem found: a contract that a dialect can't express, an example that breaks its own contract, limits that can't hold,
    /// settings that the model is known to reject.
    pub fn build(self) -> Result<Plan<P>, BuildError> {
        let mut problems = Vec::new();
        let examples = examples::<P>(&mut problems);
        if self.deadline.is_some_and(|limit| limit.is_zero()) {
            problems.push(
                "the deadline is zero; give the call some time, or drop `deadline`".to_owned(),
            );
        }
        let first = self.steps.first();
        problems.extend(first.and_then(|first| first.beyond(self.deadline)));
        let today = day(self.clock.now());
        let mut steps = Vec::new();
        for chosen in self.steps {
            match chosen.plan(P::Output::SHAPE, &examples, &self.catalogue, &today) {
                Ok(planned) => steps.push(planned),
                Err(all) => problems.extend(all),
            }
        }
        if !problems.is_empty() {
            return Err(BuildError { problems });
        }
        let fingerprint = P::Output::fingerprint();
        Ok(Plan {
            checked: Arc::new(Checked {
                prompt: PromptRecord {
                    name: P::NAME.to_owned(),
                    fingerprint: P::prompt_fingerprint(),
                },
                contract: ContractRecord {
                    name: contract_name::<P::Output>(),
                    shape: fingerprint.shape(),
                    text: fingerprint.text(),
                },
                steps,
                deadline: self.deadline,
                accepted: self.accepted,
                catalogue: self.catalogue,
                clock: self.clock,
            }),
            prompt: PhantomData,
        })
    }
}

fn contract_name<T: Contract>() -> String {
    T::SHAPE
        .name()
        .map_or_else(|| "value".to_owned(), |name| name.title.to_owned())
}

/// The few-shot examples as (question, answer in the contract's own JSON), each held to the contract.
fn examples<P: Prompt>(problems: &mut Vec<String>) -> Vec<(String, String)> {
    let mut kept = Vec::new();
    for (index, example) in P::examples().iter().enumerate() {
        let answer = example.answer();
        if let Err(drift) = decode::<P::Output>(&answer) {
            let broken: Vec<String> = drift.violations().iter().map(ToString::to_string).collect();
            problems.push(format!(
                "few-shot example {} breaks its own contract: {}",
                index + 1,
                broken.join("; ")
            ));
        }
        kept.push((example.user().to_owned(), answer));
    }
    kept
}

impl<P> fmt::Debug for PlanBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let models: Vec<&str> = self
            .steps
            .iter()
            .map(|chosen| chosen.model.as_str())
            .collect();
        f.debug_struct("PlanBuilder")
            .field("models", &models)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// A plan that can't hold; every problem at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError {
    problems: Vec<String>,
}

impl BuildError {
    /// Each problem as a sentence with its remedy; never empty.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.as_slice() {
            [one] => write!(f, "the plan can't hold: {one}"),
            many => {
                write!(f, "the plan can't hold, for {} reasons:", many.len())?;
                many.iter()
                    .try_for_each(|problem| write!(f, "\n  - {problem}"))
            }
        }
    }
}

impl std::error::Error for BuildError {}
