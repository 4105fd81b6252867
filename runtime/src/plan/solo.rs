//! A plan of one model for a prompt without its type: what qualification runs. No fallback, no
//! repair, so that each answer is the model's own first word.

use std::sync::Arc;

use super::chosen::{Chosen, Said};
use super::error::broken_example;
use super::{BuildError, Checked, Money, Problem, Reading};
use crate::budget::{Budget, WhenFull};
use crate::catalogue::Catalogue;
use crate::clock::{Clock, day};
use crate::dialect::{Dialect, Table};
use crate::fingerprint::Hasher;
use crate::mode::Mode;
use crate::prompt::Content;
use crate::provider::Model;
use crate::random::Random;
use crate::receipt::{ContractRecord, PromptRecord};
use crate::registry::PromptEntry;
use crate::retry::{Retry, RetryBudget};
use crate::served::Served;
use crate::signal::Observers;

/// A model without its dialect in the type.
#[derive(Clone)]
pub(crate) struct AnyModel(Chosen);

impl<D: Dialect> From<Model<D>> for AnyModel {
    fn from(model: Model<D>) -> Self {
        Self(Chosen::new(model, None))
    }
}

impl AnyModel {
    /// `vendor/model`
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.0.provider.name(), self.0.model)
    }

    /// With this output limit.
    #[cfg(feature = "cli")]
    pub(crate) fn max_output_tokens(mut self, limit: u32) -> Self {
        self.0.settings.parameters.max_output_tokens = Some(limit);
        self
    }

    /// Returns the settings of its calls in one line, as evidence has them.
    pub(crate) fn parameters(&self) -> String {
        self.0.parameters()
    }

    /// Hash of the address and the settings that its answers may depend on, 128 bits.
    pub(crate) fn digest(&self) -> u128 {
        let settings = &self.0.settings;
        let table: &Table = self.0.table;
        let hasher = Hasher::new()
            .text(&self.name())
            .text(self.0.provider.base_url().trim_end_matches('/'))
            .text(table.name());
        settings.parameters.digest(hasher).finish()
    }
}

/// The settings that all models of a run share.
pub(crate) struct Shared {
    pub(crate) budget: Option<Budget>,
    pub(crate) retry: Retry,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) accepted: Vec<Served>,
    /// Number of times that an answer that drifted is sent back to its model.
    pub(crate) repair: u32,
    pub(crate) catalogue: Catalogue,
    pub(crate) clock: Arc<dyn Clock>,
}

/// The plan of one model; or every problem.
pub(crate) fn solo(
    prompt: &PromptEntry,
    model: AnyModel,
    shared: &Shared,
) -> Result<Arc<Checked>, BuildError> {
    let today = day(shared.clock.now());
    let examples = (prompt.examples)();
    let mut problems = broken(prompt, &examples);
    let money = Money {
        budget: shared.budget.clone(),
        // What other calls hold comes back.
        when_full: WhenFull::Wait,
        ..Money::default()
    };
    let said = Said::sent(&examples);
    let planned = model
        .0
        .plan(prompt.output.shape, &said, &shared.catalogue, &today);
    let step = match planned {
        Ok(step) => {
            problems.extend(money.problems_of(0, &step, &today));
            Some(step)
        }
        Err(all) => {
            problems.extend(all);
            None
        }
    };
    let (Some(step), true) = (step, problems.is_empty()) else {
        return Err(BuildError { problems });
    };
    let fingerprint = (prompt.output.fingerprint)();
    Ok(Arc::new(Checked {
        prompt: PromptRecord {
            name: prompt.name.to_owned(),
            fingerprint: (prompt.fingerprint)(),
            ..PromptRecord::default()
        },
        contract: ContractRecord {
            name: prompt.output.title(),
            shape: fingerprint.shape(),
            text: fingerprint.text(),
        },
        mode: Mode::Development,
        steps: vec![step],
        omitted: Vec::new(),
        money,
        retry: Some(shared.retry.clone()),
        retry_budget: shared.retry_budget.clone(),
        #[cfg(feature = "rehearsal")]
        breakers: [None, None],
        random: Random::from_os(),
        repair: shared.repair,
        deadline: None,
        accepted: shared.accepted.clone(),
        pinned: false,
        reading: Reading::Whole,
        pace: None,
        catalogue: shared.catalogue.clone(),
        clock: Arc::clone(&shared.clock),
        record_prompt: false,
        observers: Observers::default(),
        counted_tags: Vec::new(),
        tracing: None,
    }))
}

/// The few-shot examples that break their own contract.
fn broken(prompt: &PromptEntry, examples: &[(Content, String)]) -> Vec<Problem> {
    let answers = examples.iter().enumerate();
    answers
        .filter_map(|(index, (_, answer))| {
            let drift = (prompt.output.document)(answer).err()?;
            Some(broken_example(index, &drift))
        })
        .collect()
}
