//! One model of a run, ready to be asked, and what its calls have shown.

use std::sync::Arc;

use crate::bound::Bindings;
use crate::engine::worst_case;
use crate::fingerprint::Hasher;
use crate::money::Usd;
use crate::plan::{AnyModel, Checked, Shared, solo};
use crate::prompt::RenderedPrompt;
use crate::qualify::arms::Tally;
use crate::registry::{ContractEntry, PromptEntry};
use crate::sync::Mutex;

/// A model with its plan.
pub(in crate::qualify) struct Contestant {
    /// `vendor/model`
    pub(in crate::qualify) name: String,
    /// The dialect that carries the contract.
    pub(in crate::qualify) dialect: &'static str,
    /// Digest of the contract as it is sent.
    pub(in crate::qualify) adapter: String,
    /// The settings of its calls in one line.
    pub(in crate::qualify) parameters: String,
    /// The contract of its answers.
    pub(super) contract: ContractEntry,
    pub(super) plan: Arc<Checked>,
    /// Statistics of its calls.
    pub(in crate::qualify) tally: Mutex<Tally>,
    /// Prompt, model, dialect and settings.
    digest: u128,
}

impl Contestant {
    /// Plans for a model; or every problem.
    pub(in crate::qualify) fn new(
        prompt: &PromptEntry,
        model: AnyModel,
        shared: &Shared,
    ) -> Result<Self, Vec<String>> {
        let (name, settings) = (model.name(), model.digest());
        let parameters = model.parameters();
        let plan = solo(prompt, model, shared).map_err(|error| {
            let problems = error.problems().iter();
            problems.map(ToString::to_string).collect::<Vec<_>>()
        })?;
        let sent = plan.steps.first().map(|step| &step.adapted);
        let adapter = sent.map_or_else(String::new, crate::dialect::Adapted::digest);
        let digest = Hasher::new()
            .text(&(prompt.fingerprint)())
            .number(settings)
            .text(&adapter)
            .finish();
        Ok(Self {
            name,
            dialect: sent.map_or("", |adapted| adapted.dialect),
            adapter,
            parameters,
            contract: prompt.output,
            plan,
            tally: Mutex::new(Tally::default()),
            digest,
        })
    }

    /// Returns the key of the answer to this question in the journal. `twin` distinguishes equal
    /// questions.
    pub(in crate::qualify) fn key(
        &self,
        asked: &RenderedPrompt,
        twin: u128,
        repetition: u8,
    ) -> String {
        let hash = asked
            .hashed(Hasher::new().number(self.digest))
            .number(twin)
            .number(u128::from(repetition))
            .finish();
        format!("{hash:032x}")
    }

    /// The most that one call may cost; `None`: the model is free.
    pub(in crate::qualify) fn worst_case(
        &self,
        asked: (&RenderedPrompt, &Bindings),
    ) -> Result<Option<Usd>, String> {
        worst_case(&self.plan, asked)
    }
}
