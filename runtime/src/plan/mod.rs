//! The models that may answer a prompt, as data; checked once, before the first call.

mod announce;
mod build;
mod check;
mod chosen;
mod describe;
mod draft;
mod error;
mod fallback;
mod guard;
#[cfg(feature = "run")]
mod identity;
mod media;
mod money;
mod observing;
mod options;
mod problem;
mod record;
#[cfg(feature = "rehearsal")]
mod rehearsed;
#[cfg(feature = "qualify")]
mod solo;
mod unbuilt;
#[cfg(not(feature = "rehearsal"))]
mod unrehearsed;
#[cfg(feature = "cli")]
mod uses;

pub use crate::clock::{Clock, SystemClock};
pub use crate::mode::ModeError;
pub use crate::random::Random;
pub use build::PlanBuilder;
pub use describe::{Description, StepDescription};
pub use error::BuildError;
pub use options::CallOptions;
pub use problem::{EvidenceState, ModelProblem, Problem, UnknownCost};

#[cfg(feature = "metrics")]
pub(crate) use announce::dates;
pub(crate) use chosen::written;
pub(crate) use fallback::Edge;
pub(crate) use guard::Guards;
pub(crate) use money::{Money, reservation};
#[cfg(feature = "rehearsal")]
pub(crate) use rehearsed::Stand;
#[cfg(feature = "qualify")]
pub(crate) use solo::{AnyModel, Shared, solo};
#[cfg(feature = "cli")]
pub(crate) use uses::Uses;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use serde_json::value::RawValue;

#[cfg(feature = "rehearsal")]
use crate::breaker::Breakers;
use crate::catalogue::{Catalogue, Entry};
use crate::contract::Contract;
use crate::dialect::{Adapted, Dialect, Loss, media_problem};
use crate::media::MediaKinds;
use crate::mode::Mode;
use crate::pace::Pace;
use crate::prompt::Prompt;
use crate::provider::{Model, Provider, Settings, Turn};
use crate::receipt::{ContractRecord, Omitted, PromptRecord};
use crate::retry::{Retry, RetryBudget};
use crate::served::Served;
use crate::signal::Observers;

/// The models that may answer the prompt `P`, with their limits.
///
/// [`Plan::primary`] begins one, [`PlanBuilder`] has all that can be set,
/// [`build`](PlanBuilder::build) checks it once, and [`Plan::call`] asks. Cheap to clone; share one
/// plan between tasks.
///
/// ```
/// use std::time::Duration;
///
/// use driftless::provider::OpenAi;
/// use driftless::retry::Retry;
/// use driftless::{Ask, Contract, Plan, usd};
///
/// #[derive(Contract)]
/// struct Mood {
///     happy: bool,
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let model = OpenAi::new("key").model("gpt-6.1-terra").max_output_tokens(200);
/// let plan = Plan::<Ask<Mood>>::primary(model)
///     .deadline(Duration::from_secs(8))
///     .ceiling(usd("0.05")?)
///     .retry(Retry::up_to(1))
///     .repair(1)
///     .build()?;
/// println!("{}", plan.describe());
/// # Ok(())
/// # }
/// ```
pub struct Plan<P> {
    pub(crate) checked: Arc<Checked>,
    /// `None` if its calls have none.
    pub(crate) options: Option<Arc<CallOptions>>,
    /// Covariant, so that a plan for `Prompt<'static>` serves shorter-lived prompts.
    prompt: PhantomData<fn() -> P>,
}

/// The way in which streamed answers are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Reading {
    /// To their end, where they are judged.
    #[default]
    Whole,
    /// Judged as they come, and dropped where they leave the contract.
    Judged,
}

/// A plan that `build()` has checked. It is one type for every prompt type, so that the engine
/// exists once.
pub(crate) struct Checked {
    pub(crate) prompt: PromptRecord,
    pub(crate) contract: ContractRecord,
    pub(crate) mode: Mode,
    /// The models in order; each but the first has the edge that leads to it.
    pub(crate) steps: Vec<Planned>,
    /// Fallbacks without which the plan started.
    pub(crate) omitted: Vec<Omitted>,
    pub(crate) money: Money,
    pub(crate) retry: Option<Retry>,
    pub(crate) retry_budget: RetryBudget,
    /// Where the guards of the steps come from.
    #[cfg(feature = "rehearsal")]
    pub(crate) breakers: [Option<Breakers>; 2],
    pub(crate) random: Random,
    /// Number of times that an answer that drifted is sent back to its model.
    pub(crate) repair: u32,
    pub(crate) deadline: Option<Duration>,
    pub(crate) accepted: Vec<Served>,
    /// `true` if a fallback's snapshot that was not qualified is refused.
    pub(crate) pinned: bool,
    pub(crate) reading: Reading,
    pub(crate) catalogue: Catalogue,
    pub(crate) clock: Arc<dyn Clock>,
    /// In a rehearsal: how its calls do without waiting.
    pub(crate) pace: Option<Arc<dyn Pace>>,
    pub(crate) record_prompt: bool,
    pub(crate) observers: Observers,
    /// Tags that are labels of metrics.
    counted_tags: Vec<&'static str>,
    /// Gives the place of a request in a trace.
    pub(crate) tracing: Option<observing::Tracing>,
}

/// One model of a plan, with the contract put into its dialect.
pub(crate) struct Planned {
    pub(crate) provider: Arc<dyn Provider>,
    pub(crate) model: String,
    pub(crate) settings: Settings,
    /// The model's row of the catalogue, if this provider is the one that the row is about.
    pub(crate) known: Option<Entry>,
    pub(crate) adapted: Adapted,
    /// The form's schema as text: it is the same in every request.
    pub(crate) written: Option<Box<RawValue>>,
    /// Bytes of what is sent besides the conversation.
    pub(crate) form_bytes: u64,
    pub(crate) guards: Guards,
    /// Condition on which the plan comes to this model; the first has none.
    pub(crate) edge: Option<Edge>,
    /// Rules that the dialect can't carry, as every attempt's record shows them.
    pub(crate) losses: Arc<[Loss]>,
    /// Settings that the model doesn't read.
    pub(crate) ignored: Vec<String>,
    /// Kinds of media of which nobody knows whether the model takes them.
    pub(crate) unconfirmed: MediaKinds,
    /// The settings, as every attempt's record shows them.
    pub(crate) parameters: Arc<BTreeMap<String, Value>>,
    /// Few-shot examples in the form that the model is asked for.
    pub(crate) examples: Vec<Turn>,
}

impl Planned {
    /// The model as evidence names it, `vendor/model`.
    pub(crate) fn id(&self) -> String {
        model_id(&*self.provider, &self.model)
    }
}

/// A model as evidence names it, `vendor/model`.
pub(crate) fn model_id(provider: &dyn Provider, model: &str) -> String {
    format!("{}/{model}", provider.name())
}

impl<P> Plan<P> {
    /// Starts a plan whose answers come from `model`.
    ///
    /// A contract that the model's dialect can't express does not compile here. rustc checks that
    /// when it makes machine code, so `cargo build` and `cargo test` report it and `cargo check`
    /// does not; with `#[contract(targets(anthropic))]` on the type, `cargo check` and an editor
    /// report it.
    ///
    /// ```compile_fail
    /// use driftless::{Ask, Contract, Plan, provider::Anthropic};
    ///
    /// #[derive(Contract)]
    /// struct Tree { children: Vec<Tree> }
    ///
    /// // Anthropic's structured output rejects recursive schemas.
    /// let plan = Plan::<Ask<Tree>>::primary(Anthropic::new("key").model("claude-haiku-4-5"));
    /// ```
    pub fn primary<D: Dialect>(model: Model<D>) -> PlanBuilder<P>
    where
        // Here rather than at the impl: only so does rustc say in the trait's own words what to do.
        P: Prompt,
    {
        const { assert_supported::<P::Output, D>() }
        const { assert_media::<P, D>() }
        PlanBuilder::new(model)
    }
}

/// Fails to compile, with the dialect's own words, where the contract can't be expressed.
pub(crate) const fn assert_supported<T: Contract, D: Dialect>() {
    if let Some(sentence) = D::TABLE.unsupported(T::SHAPE) {
        panic_while_compiling(sentence);
    }
}

/// Fails to compile where the prompt holds media of a kind that no model of the dialect's vendor
/// takes.
pub(crate) const fn assert_media<P: Prompt, D: Dialect>() {
    if let Some(sentence) = media_problem(D::ROUTE, P::MEDIA) {
        panic_while_compiling(sentence);
    }
}

#[allow(clippy::panic, reason = "only ever evaluated while compiling")]
const fn panic_while_compiling(sentence: &'static str) -> ! {
    panic!("{}", sentence)
}

impl<P> Clone for Plan<P> {
    fn clone(&self) -> Self {
        Self {
            checked: Arc::clone(&self.checked),
            options: self.options.clone(),
            prompt: PhantomData,
        }
    }
}

impl<P> fmt::Debug for Plan<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let models: Vec<&str> = self
            .checked
            .steps
            .iter()
            .map(|step| step.model.as_str())
            .collect();
        f.debug_struct("Plan")
            .field("prompt", &self.checked.prompt.name)
            .field("contract", &self.checked.contract.name)
            .field("models", &models)
            .field("deadline", &self.checked.deadline)
            .field("options", &self.options)
            .finish()
    }
}
