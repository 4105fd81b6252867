//! From what the user wrote to a plan that can run; everything that is wrong is told at once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::{Checked, Plan, Planned};
use crate::contract::Contract;
use crate::decode::decode;
use crate::dialect::{Adapted, Dialect, Table, adapt};
use crate::prompt::Prompt;
use crate::provider::{Model, Provider, Request, Settings, Turn};
use crate::receipt::{ContractRecord, PromptRecord};
use crate::served::Served;

/// A plan in the making; see [`Plan::primary`].
#[must_use = "a plan does nothing until `build()`"]
pub struct PlanBuilder<P> {
    steps: Vec<Chosen>,
    deadline: Option<Duration>,
    accepted: Vec<Served>,
    prompt: PhantomData<fn() -> P>,
}

/// A model as the user chose it.
struct Chosen {
    provider: Arc<dyn Provider>,
    model: String,
    settings: Settings,
    table: &'static Table,
}

impl<P: Prompt> PlanBuilder<P> {
    pub(super) fn new<D: Dialect>(model: Model<D>) -> Self {
        let (provider, model, settings) = model.into_parts();
        let first = Chosen {
            provider,
            model,
            settings,
            table: D::TABLE,
        };
        Self {
            steps: vec![first],
            deadline: None,
            accepted: vec![Served::AsRequested, Served::Snapshot],
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
        let mut steps = Vec::new();
        for chosen in self.steps {
            problems.extend(
                chosen
                    .problems()
                    .into_iter()
                    .map(|problem| format!("{}: {problem}", chosen.model)),
            );
            match adapt(P::Output::SHAPE, chosen.table) {
                Ok(adapted) => {
                    problems.extend(
                        chosen
                            .objections(&adapted)
                            .into_iter()
                            .map(|problem| format!("{}: {problem}", chosen.model)),
                    );
                    let examples = turns(&examples, &adapted);
                    steps.push(Planned {
                        provider: chosen.provider,
                        model: chosen.model,
                        settings: chosen.settings,
                        adapted,
                        examples,
                    });
                }
                Err(all) => problems.extend(
                    all.into_iter()
                        .map(|unsupported| format!("{}: {unsupported}", chosen.model)),
                ),
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
            }),
            prompt: PhantomData,
        })
    }
}

impl Chosen {
    /// What can't hold of the settings, whatever the contract.
    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if let Err(error) = self.provider.check() {
            problems.push(error.to_string());
        }
        if self.model.trim().is_empty() {
            problems.push(
                "the model has no id; name one, such as `.model(\"gpt-6.1-terra\")`".to_owned(),
            );
        }
        if self.settings.timeout.is_some_and(|limit| limit.is_zero()) {
            problems.push("the timeout is zero; give the model some time".to_owned());
        }
        if self.settings.max_output_tokens == Some(0) {
            problems.push("the output limit is zero tokens; no document fits".to_owned());
        }
        if self.settings.max_reply_bytes == 0 {
            problems.push("the largest reply is zero bytes; no document fits".to_owned());
        }
        if self
            .settings
            .temperature
            .is_some_and(|temperature| !temperature.is_finite() || temperature < 0.0)
        {
            problems
                .push("the temperature is no number from 0; vendors take 0 to 1 or 2".to_owned());
        }
        problems
    }

    /// What the provider knows the vendor to reject.
    fn objections(&self, adapted: &Adapted) -> Vec<String> {
        let mut request = Request::new(&self.model, &[], &adapted.form);
        request.max_output_tokens = self.settings.max_output_tokens;
        request.temperature = self.settings.temperature;
        request.effort = self.settings.effort.as_deref();
        self.provider.objections(&request)
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

fn turns(examples: &[(String, String)], adapted: &Adapted) -> Vec<Turn> {
    examples
        .iter()
        .flat_map(|(question, answer)| {
            [
                Turn::user(question),
                Turn::assistant(adapted.example(answer)),
            ]
        })
        .collect()
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
