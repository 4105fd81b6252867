//! The qualification as a program writes it.

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::bout::Bout;
use super::estimate::Estimate;
use super::judge::Opinion;
use super::options::Options;
use super::run::{QualificationProgress, Stop};
use super::{Design, QualificationOutcome, QualifyError};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::data::DataFormat;
use crate::dialect::Dialect;
use crate::money::Usd;
use crate::plan::{AnyModel, assert_supported};
use crate::prompt::Prompt;
use crate::provider::Model;
use crate::registry::PromptEntry;
use crate::retry::Retry;
use crate::served::Served;

/// Holds candidates against the model whose place they would take, on the prompt `P` and your own
/// data.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use driftless::provider::{Anthropic, OpenAi};
/// use driftless::qualify::{Qualification, Verdict};
/// use driftless::{Contract, Prompt, usd};
///
/// #[derive(Contract)]
/// struct Mood { happy: bool }
///
/// #[derive(Prompt)]
/// #[prompt(output = Mood, user = "Is this text happy? {text}")]
/// struct FindMood<'a> { text: &'a str }
///
/// let outcome = Qualification::<FindMood>::new(OpenAi::from_env()?.model("gpt-6.1-terra"))
///     .candidate(Anthropic::from_env()?.model("claude-haiku-4-5").max_output_tokens(200))
///     .data("moods.jsonl")
///     .margin(0.05)
///     .budget(usd("5")?)
///     .journal("moods.journal")
///     .run()
///     .await?;
/// for candidate in &outcome.candidates {
///     let reasons = candidate.reasons.join("; ");
///     println!("{}: {}: {reasons}", candidate.arm.model, candidate.verdict);
/// }
/// assert!(outcome.candidates.iter().all(|candidate| candidate.verdict == Verdict::Passed));
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is asked until `run()`"]
pub struct Qualification<P> {
    reference: AnyModel,
    candidates: Vec<AnyModel>,
    judge: Option<AnyModel>,
    data: Option<PathBuf>,
    options: Options,
    prompt: PhantomData<fn() -> P>,
}

impl<P: Prompt> Qualification<P> {
    /// With `reference` as the model whose place is asked for. A contract that its dialect can't
    /// express does not compile.
    pub fn new<D: Dialect>(reference: Model<D>) -> Self {
        const { assert_supported::<P::Output, D>() }
        Self {
            reference: reference.into(),
            candidates: Vec::new(),
            judge: None,
            data: None,
            options: Options::default(),
            prompt: PhantomData,
        }
    }

    /// A model that may stand in. Several are corrected for their number, so that any that passes
    /// may be chosen.
    pub fn candidate<D: Dialect>(mut self, model: Model<D>) -> Self {
        const { assert_supported::<P::Output, D>() }
        self.candidates.push(model.into());
        self
    }

    /// The model that grades fields with a rubric (`#[contract(compare(rubric = "…"))]`), once both
    /// answers to an item are there; a run whose required fields need one doesn't begin without it.
    ///
    /// Each pair of values that differ is put to it in both orders, two calls that are journaled,
    /// paid from the [budget](Self::budget) and repeated like all others; the stricter grade
    /// counts. A pair without a grade counts against the candidate. If both orders lead to the same
    /// in fewer than [`LEAST_CONSISTENCY`](super::LEAST_CONSISTENCY) of the pairs, the verdict on
    /// those fields is [insufficient data](super::Verdict::InsufficientData). A model may favour
    /// what it has written itself: take a third one.
    pub fn judge<D: Dialect>(mut self, model: Model<D>) -> Self {
        const { assert_supported::<Opinion, D>() }
        self.judge = Some(model.into());
        self
    }

    /// The file of the data set; see [`DataSet`](super::DataSet).
    pub fn data(mut self, path: impl Into<PathBuf>) -> Self {
        self.data = Some(path.into());
        self
    }

    /// Sets the layout of the data set; unless set, its first line shows it.
    pub fn format(mut self, format: DataFormat) -> Self {
        self.options.format = Some(format);
        self
    }

    /// By how much a candidate may be worse, as a proportion of items; 0.05 unless set.
    pub fn margin(mut self, margin: f64) -> Self {
        self.options.margin = margin;
        self
    }

    /// The chance of passing a candidate that is worse by the margin, at most; 0.05 unless set.
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.options.alpha = alpha;
        self
    }

    /// Judges exactly so many items, and then decides. Unless set, the run stops as soon as the
    /// evidence is enough.
    pub fn fixed(mut self, items: u64) -> Self {
        self.options.design = Design::Fixed { items };
        self
    }

    /// Fewer items than this pass nobody; 50 unless set.
    pub fn least_items(mut self, items: u64) -> Self {
        self.options.least = items;
        self
    }

    /// Draws the order of items; 0 unless set.
    pub fn seed(mut self, seed: u64) -> Self {
        self.options.seed = seed;
        self
    }

    /// Calls at a time; 8 unless set.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.options.concurrency = calls;
        self
    }

    /// The most that the qualification may cost, what its journal says was spent included. No call
    /// begins whose worst case doesn't fit what is left.
    pub fn budget(mut self, most: Usd) -> Self {
        self.options.budget = Some(most);
        self
    }

    /// Keeps every answer in this file, so that a run that was stopped or killed goes on where it
    /// was. Without it, answers are gone with the program.
    pub fn journal(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.journal = Some(path.into());
        self
    }

    /// Sets the retries of calls that fail for a passing reason; up to 5 times unless set, waiting
    /// up to 5 minutes if the vendor asks for that.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.options.retry = retry;
        self
    }

    /// Also accepts answers with this verdict on who served them, as in
    /// [`PlanBuilder::accept`](crate::plan::PlanBuilder::accept).
    pub fn accept(mut self, verdict: Served) -> Self {
        self.options.accepted.push(verdict);
        self
    }

    /// Takes what is known of models from `catalogue` instead of the built-in one.
    pub fn catalogue(mut self, catalogue: Catalogue) -> Self {
        self.options.catalogue = catalogue;
        self
    }

    /// Takes the day of the evidence from `clock`.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.options.clock = Arc::new(clock);
        self
    }

    /// For how long the evidence counts; 90 days unless set.
    pub fn valid(mut self, time: Duration) -> Self {
        self.options.valid = time;
        self
    }

    /// Most disagreements that the outcome keeps per candidate; 20 unless set.
    pub fn disagreements(mut self, most: usize) -> Self {
        self.options.kept = most;
        self
    }

    /// Stops when `stop` is asked: calls under way end and are journaled.
    pub fn stop(mut self, stop: &Stop) -> Self {
        self.options.stop = stop.clone();
        self
    }

    /// Calls `observe` with the progress after every answer.
    pub fn observe(
        mut self,
        observe: impl Fn(&QualificationProgress) + Send + Sync + 'static,
    ) -> Self {
        self.options.observe = Some(Arc::new(observe));
        self
    }

    fn bout(self) -> Bout {
        Bout {
            prompt: PromptEntry::of::<P>("", &[]),
            reference: self.reference,
            candidates: self.candidates,
            judge: self.judge,
            data: self.data,
            options: self.options,
        }
    }

    /// Estimates the run. Makes no call.
    ///
    /// # Errors
    /// [`QualifyError`] as [`run`](Self::run) would give it before its first call.
    pub fn estimate(self) -> Result<Estimate, QualifyError> {
        Ok(self.bout().prepare()?.estimate)
    }

    /// Asks all models and decides. Needs a Tokio runtime. Dropping the future cancels the calls
    /// under way.
    ///
    /// Each call is one first word of one model: no fallback, no repair. Drift, refusals,
    /// truncation, filtered and late answers count as wrong on every field. What says nothing of
    /// the model (the network, a key, a quota, our own budget) pauses the run.
    ///
    /// # Errors
    /// [`QualifyError`]: the data set, the settings or the journal can't be used, or the run has
    /// paused; a further run then goes on from its journal.
    pub async fn run(self) -> Result<QualificationOutcome, QualifyError> {
        self.bout().prepare()?.run().await
    }
}

impl<P> fmt::Debug for Qualification<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let candidates: Vec<String> = self.candidates.iter().map(AnyModel::name).collect();
        f.debug_struct("Qualification")
            .field("reference", &self.reference.name())
            .field("candidates", &candidates)
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}
