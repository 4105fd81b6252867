//! Drives every path of a plan through its stages.

use std::future::{IntoFuture, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tracing::instrument::WithSubscriber;
use tracing::subscriber::NoSubscriber;

use super::drift::Related;
use super::error::RehearsalError;
use super::fault::Fault;
use super::pace::Time;
use super::server::Hush;
use super::signal::Ear;
use super::stage::Stage;
use super::table::{Rehearsal, RehearsedStep, Row};
use super::tried::{Tried, row, tried, written};
use crate::contract::Contract;
use crate::decode::decode;
use crate::engine::answer;
use crate::failure::FailureClass;
use crate::plan::{Checked, Plan, Stand};
use crate::prompt::{Prompt, RenderedPrompt};
use crate::provider::BoxFuture;
use crate::sample::sample;
use crate::schema::label_of;
use crate::served::Served;

/// The longest that one call may really take; nothing in it waits for more than a loaded machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Faults by which a model is made to fail if another one behind it is rehearsed; the first one
/// that the plan goes on from is used.
const WAYS_ON: [Fault; 14] = [
    Fault::Unavailable,
    Fault::RateLimited(super::RetryAfter::Unsaid),
    Fault::ConnectionReset,
    Fault::CutStream,
    Fault::SlowFirstToken,
    Fault::ServerError,
    Fault::OutOfQuota,
    Fault::UnknownError,
    Fault::Truncation,
    Fault::Substitution,
    Fault::Drift(super::DriftKind::MissingKey),
    Fault::BudgetExhausted,
    Fault::BreakerOpen,
    Fault::QualityBreakerOpen,
];

/// A rehearsal in the making; await it. See [`Plan::rehearse`].
#[must_use = "a rehearsal does nothing until it is awaited"]
#[derive(Debug)]
pub struct Rehearse<P> {
    plan: Plan<P>,
    document: Option<String>,
}

impl<P: Prompt> Plan<P> {
    /// Drives every path of this plan through a local server that fails in every way of
    /// [`Fault::all`], and returns the plan's reactions.
    ///
    /// The plan's own providers ask that server instead of their vendors, with a placeholder for
    /// every key, so that nothing leaves the machine and nothing is paid. Limits, pauses, breakers
    /// and budgets are copies of the plan's own settings, fresh for each call; the plan's own state
    /// doesn't change, and its observers aren't called. No time passes: limits and pauses end at
    /// once and are counted ([`Row::added_latency`]). Models that run in the process are not
    /// rehearsed.
    ///
    /// ```
    /// use driftless::provider::{Anthropic, OpenAi};
    /// use driftless::rehearsal::{Fault, CallOutcome};
    /// use driftless::{Ask, Contract, Evidence, Plan, When};
    ///
    /// #[derive(Contract)]
    /// struct Mood { happy: bool }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    /// # runtime.block_on(async {
    /// let plan = Plan::<Ask<Mood>>::primary(OpenAi::new("any").model("gpt-6.1-terra"))
    ///     .fallback(
    ///         Anthropic::new("any").model("claude-haiku-4-5"),
    ///         When::DEFAULT,
    ///         Evidence::vouched("compared by hand"),
    ///     )
    ///     .production()
    ///     .build()?;
    /// let rehearsal = plan.rehearse().await?;
    /// println!("{rehearsal}");
    /// assert!(rehearsal.every_drift_is_rejected(), "{rehearsal}");
    /// let outcome = |fault| rehearsal.outcome("gpt-6.1-terra", fault);
    /// assert_eq!(outcome(Fault::Overloaded), Some(CallOutcome::FellBack));
    /// assert_eq!(outcome(Fault::Refusal), Some(CallOutcome::Failed));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).map_err(|error| error.to_string())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`RehearsalError`] if a provider can't be redirected, if no document of the contract can be
    /// made up, or if there is no Tokio runtime.
    pub fn rehearse(&self) -> Rehearse<P> {
        Rehearse {
            plan: self.clone(),
            document: None,
        }
    }
}

impl<P> Rehearse<P> {
    /// The right answer, as JSON; the prompt's first example unless given, or else one that is made
    /// up from the contract.
    pub fn document(mut self, json: impl Into<String>) -> Self {
        self.document = Some(json.into());
        self
    }
}

impl<P: Prompt> IntoFuture for Rehearse<P>
where
    P::Output: Send + 'static,
{
    type Output = Result<Rehearsal, RehearsalError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let document = self.document.or_else(|| {
            let examples = P::examples();
            Some(examples.first()?.answer())
        });
        Box::pin(async move {
            let document = intact::<P::Output>(document)?;
            let related = Related::of::<P::Output>(P::RELATIONS, &document);
            let theatre = Theatre::open(&self.plan.checked, document, related).await?;
            theatre.rehearse::<P::Output>().await
        })
    }
}

/// A document that the contract takes, in the contract's own JSON.
fn intact<T: Contract>(document: Option<String>) -> Result<String, RehearsalError> {
    let made_up = || {
        let made = sample(T::SHAPE, |text| decode::<T>(text).is_ok())?;
        serde_json::to_string(&made).ok()
    };
    let document = document
        .or_else(made_up)
        .ok_or_else(|| RehearsalError::NoDocument {
            contract: label_of(T::SHAPE),
        })?;
    let value =
        decode::<T>(&document).map_err(|drift| RehearsalError::NotIntact(Box::new(drift)))?;
    Ok(written(&value))
}

/// A plan with all its stages.
struct Theatre<'a> {
    checked: &'a Checked,
    document: String,
    related: Related,
    hush: Arc<Hush>,
    stages: Vec<Stage>,
}

/// A call under way: who is made to fail, and how.
struct Scene {
    at: usize,
    fault: Fault,
    /// The faults of the models before it.
    before: Vec<Fault>,
}

impl Scene {
    /// The model at `at` answers.
    fn healthy(at: usize, before: &[Fault]) -> Self {
        Self {
            at,
            fault: Fault::Nothing,
            before: before.to_vec(),
        }
    }

    /// Returns the fault of a model.
    fn fault_of(&self, at: usize) -> Fault {
        if at == self.at {
            return self.fault;
        }
        self.before.get(at).copied().unwrap_or(Fault::Nothing)
    }
}

impl<'a> Theatre<'a> {
    async fn open(
        checked: &'a Checked,
        document: String,
        related: Related,
    ) -> Result<Self, RehearsalError> {
        let hush = Arc::new(Hush::default());
        let mut stages = Vec::new();
        for step in &checked.steps {
            stages.push(Stage::set(step, &document, &related, &hush).await?);
        }
        Ok(Self {
            checked,
            document,
            related,
            hush,
            stages,
        })
    }

    async fn rehearse<T: Contract + Send>(&self) -> Result<Rehearsal, RehearsalError> {
        let mut steps: Vec<RehearsedStep> = Vec::new();
        let mut rows = Vec::new();
        let mut before = Vec::new();
        for at in 0..self.stages.len() {
            let way = self.way::<T>(at, &mut before).await?;
            let (reached_by, undisturbed) = match way {
                Ok(found) => found,
                Err(why) => {
                    steps.extend(self.step(at, None, Some(why)));
                    // Nor is any model behind it.
                    continue;
                }
            };
            if self.stages.get(at).is_some_and(Stage::is_in_process) {
                let why = "it runs in the process: there is no vendor to stand in for";
                steps.extend(self.step(at, reached_by, Some(why.to_owned())));
                continue;
            }
            steps.extend(self.step(at, reached_by, None));
            for fault in self.related.faults() {
                let scene = Scene {
                    at,
                    fault,
                    before: before.clone(),
                };
                let tried = self.play::<T>(&scene).await?;
                rows.extend(self.row(&scene, tried, undisturbed));
            }
        }
        Ok(Rehearsal {
            prompt: self.checked.prompt.name.clone(),
            contract: self.checked.contract.name.clone(),
            mode: self.checked.mode,
            steps,
            rows,
        })
    }

    /// Finds how the plan comes to the model at `at`, and how long a call takes that ends there; or
    /// why it never does.
    async fn way<T: Contract + Send>(
        &self,
        at: usize,
        before: &mut Vec<Fault>,
    ) -> Result<Result<(Option<Fault>, Duration), String>, RehearsalError> {
        let Some(last) = at.checked_sub(1) else {
            let tried = self.play::<T>(&Scene::healthy(at, before)).await?;
            return Ok(Ok((
                None,
                tried.map(|tried| tried.elapsed).unwrap_or_default(),
            )));
        };
        if !self.checked.mode.falls_back() {
            return Ok(Err(
                "it is never asked: development never falls back".to_owned()
            ));
        }
        if before.len() < last {
            return Ok(Err(
                "it is never asked: the model before it is not".to_owned()
            ));
        }
        before.truncate(last);
        let edge = self
            .checked
            .steps
            .get(at)
            .and_then(|step| step.edge.as_ref());
        let leads = |class: FailureClass| edge.is_some_and(|edge| edge.when.includes(class));
        for fault in WAYS_ON {
            if !fault.class().is_some_and(leads) || self.is_accepted(fault) {
                continue;
            }
            before.push(fault);
            if let Ok(tried) = self.play::<T>(&Scene::healthy(at, before)).await?
                && tried.answered_step == Some(at)
            {
                return Ok(Ok((Some(fault), tried.elapsed)));
            }
            before.pop();
        }
        Ok(Err(
            "it is never asked: no fault that can be rehearsed leads from the model before it to this one".to_owned(),
        ))
    }

    /// Returns `true` if the plan takes an answer with this fault for a right one.
    fn is_accepted(&self, fault: Fault) -> bool {
        fault == Fault::Substitution && self.checked.accepted.contains(&Served::Substituted)
    }

    fn step(
        &self,
        at: usize,
        reached_by: Option<Fault>,
        not_rehearsed: Option<String>,
    ) -> Option<RehearsedStep> {
        let step = self.checked.steps.get(at)?;
        Some(RehearsedStep {
            provider: step.provider.name().to_owned(),
            model: step.model.clone(),
            dialect: step.adapted.dialect.to_owned(),
            form: self.stages.get(at).and_then(Stage::form),
            reached_by,
            not_rehearsed,
        })
    }

    fn row(
        &self,
        scene: &Scene,
        tried: Result<Tried, &'static str>,
        undisturbed: Duration,
    ) -> Option<Row> {
        let step = self.checked.steps.get(scene.at)?;
        Some(row(scene.at, &step.model, scene.fault, tried, undisturbed))
    }

    /// One call; or why the model can't fail so.
    async fn play<T: Contract + Send>(
        &self,
        scene: &Scene,
    ) -> Result<Result<Tried, &'static str>, RehearsalError> {
        let mut providers = Vec::new();
        for (at, (stage, step)) in self.stages.iter().zip(&self.checked.steps).enumerate() {
            let fault = scene.fault_of(at);
            match stage.prepare(fault, step, &self.document) {
                Ok(provider) => providers.push(provider),
                Err(why) => return Ok(Err(why)),
            }
        }
        let day = self.checked.clock.now();
        let time = Arc::new(Time::new(day, Arc::clone(&self.hush)));
        let ear = Arc::new(Ear::default());
        let checked = self.checked.rehearsed(Stand {
            providers,
            clock: Arc::<Time>::clone(&time),
            pace: time,
            observer: Arc::<Ear>::clone(&ear),
        });
        for (at, step) in checked.steps.iter().enumerate() {
            let guard = match scene.fault_of(at) {
                Fault::BudgetExhausted => {
                    if let Err(why) = checked.exhaust_budget(at) {
                        return Ok(Err(why));
                    }
                    continue;
                }
                Fault::BreakerOpen => &step.guards.health,
                Fault::QualityBreakerOpen => &step.guards.quality,
                _ => continue,
            };
            if let Some(breaker) = guard {
                breaker.force_open();
            }
        }
        let prompt = RenderedPrompt::new(None, "This is a rehearsal.");
        let bindings = self.related.bindings.clone();
        let call = unheard(answer::<T, _>(&checked, &prompt, bindings, None, None));
        let Ok(ended) = tokio::time::timeout(PATIENCE, call).await else {
            let model = checked.steps.get(scene.at).map(|step| step.model.clone());
            return Err(RehearsalError::Stuck {
                model: model.unwrap_or_default(),
                fault: scene.fault,
            });
        };
        Ok(Ok(tried(scene.at, ended, &self.document, ear.heard())))
    }
}

/// Runs a call of which neither the program's logs nor its metrics hear.
async fn unheard<T>(call: impl Future<Output = T>) -> T {
    let mut call = pin!(call.with_subscriber(NoSubscriber::new()));
    poll_fn(|context| {
        #[cfg(feature = "metrics")]
        return metrics::with_local_recorder(&metrics::NoopRecorder, || {
            call.as_mut().poll(context)
        });
        #[cfg(not(feature = "metrics"))]
        call.as_mut().poll(context)
    })
    .await
}
