//! The only loop: walks a plan and keeps the receipt.
//!
//! For each model, in this order: the deadline, the budget, the breaker, the attempt with its
//! retries, the verdict on who served, strict decoding, repairs, and then the edge to the next
//! model.

mod admit;
mod answer;
mod attempt;
mod booking;
mod call;
mod cost;
mod fallback;
mod messages;
#[cfg(any(feature = "qualify", feature = "run"))]
mod solo;
mod stream;
mod timeouts;

use std::future::Future;
use std::panic::catch_unwind;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::sleep;
use tracing::Instrument;

use crate::bound::{Bindings, Binds};
use crate::budget::Budget;
use crate::contract::Contract;
use crate::drift::Drift;
use crate::error::{Cause, Error};
use crate::failure::FailureClass;
use crate::money::Usd;
use crate::plan::{CallOptions, Checked, Plan, Planned};
use crate::prompt::{Prompt, RenderedPrompt};
use crate::provider::Viewer;
use crate::receipt::{AttemptKind, Receipt};
use crate::secret::Keys;

#[cfg(any(feature = "qualify", feature = "run"))]
pub(crate) use solo::{ask_solo, worst_case};

pub use answer::Answer;
pub use stream::{ItemStream, PlanStream, Update};

use attempt::AttemptError;
use call::Call;
use messages::Messages;
use timeouts::{Timeouts, within_limits};

impl<P: Prompt> Plan<P> {
    /// Asks the models of the plan and returns the typed value with its receipt, or the error.
    ///
    /// Needs a Tokio runtime. Dropping the future cancels the request.
    ///
    #[cfg_attr(feature = "rehearsal", doc = "```")]
    #[cfg_attr(not(feature = "rehearsal"), doc = "```ignore")]
    /// use driftless::provider::OpenAi;
    /// use driftless::rehearsal::{Reply, Server};
    /// use driftless::{Ask, Contract, Plan};
    ///
    /// #[derive(Contract)]
    /// struct Mood {
    ///     happy: bool,
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    /// # runtime.block_on(async {
    /// // A local server in the vendor's wire format; `OpenAi::from_env()?` asks the vendor.
    /// let server = Server::start().await?;
    /// server.script("gpt-6.1-terra", [Reply::answer(r#"{"happy":true}"#).tokens(40, 6)]);
    /// let openai = OpenAi::new("key").base_url(server.openai_base_url());
    ///
    /// let plan = Plan::<Ask<Mood>>::primary(openai.model("gpt-6.1-terra")).build()?;
    /// let answer = plan.call(Ask::new("The mood of: Hooray!")).await?;
    /// assert!(answer.value.happy);
    /// println!("{}", answer.receipt);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).map_err(|error| error.to_string())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error`] with its [`class`](Error::class), the [`receipt`](Error::receipt), and the
    /// [`drift`](Error::drift) where the model's answer deviates from the contract.
    pub fn call(
        &self,
        prompt: P,
    ) -> impl Future<Output = Result<Answer<P::Output>, Error>> + Send + use<P>
    where
        P::Output: Send,
    {
        let (rendered, bound) = asked(prompt);
        let (checked, options) = (Arc::clone(&self.checked), self.options.clone());
        async move { answer(&checked, &rendered, bound, None, options.as_deref()).await }
    }
}

/// Returns the text of a prompt, and what ties the answer to its inputs.
fn asked<P: Prompt>(prompt: P) -> (RenderedPrompt, impl Binds<P::Output> + Send) {
    let mut rendered = prompt.render();
    let bound = prompt.bind();
    let words = bound.bindings().words(P::Output::SHAPE, P::PLACED);
    rendered.user = rendered.user.followed_by(&words);
    (rendered, bound)
}

/// Asks the models of a plan for a `T`.
pub(crate) async fn answer<T: Contract + Send, B: Binds<T> + Send>(
    checked: &Checked,
    prompt: &RenderedPrompt,
    bound: B,
    viewer: Option<&dyn Viewer>,
    options: Option<&CallOptions>,
) -> Result<Answer<T>, Error> {
    let mut value = None;
    let objection = bound.bindings().objection(T::SHAPE);
    let kept = &mut value;
    // A prompt that its own checks see need not be shared between threads.
    let bindings = bound.bindings().clone();
    let entrance = Entrance {
        bindings: &bindings,
        begins: None,
        viewer,
        options,
    };
    let receipt = run(
        checked,
        prompt,
        entrance,
        objection,
        &mut move |adapted, text, _| {
            let (decoded, steps) = adapted.decode_bound::<T>(text, &bound)?;
            *kept = Some(decoded);
            Ok(steps)
        },
    )
    .await?;
    match value {
        Some(value) => Ok(Answer::new(value, receipt)),
        None => Err(Error::ended(
            FailureClass::Malformed,
            None,
            "the call ended without a value",
            receipt,
            Cause::None,
        )),
    }
}

/// Decodes the text of an answer, which may quote the keys, and keeps the value; gives the rewrites
/// that were undone.
type Decode<'a> = dyn FnMut(&crate::dialect::Adapted, &str, &Keys) -> Result<Vec<crate::dialect::Step>, Drift>
    + Send
    + 'a;

/// Called before each attempt that is made, with its number from 0 and its highest cost (`None`:
/// unknown, or the model is free); an error ends the call, and nothing is sent.
pub(crate) type Begins<'a> = dyn Fn(u32, Option<Usd>) -> Result<(), String> + Send + Sync + 'a;

/// The wishes of an entrance to the loop, besides the value.
#[derive(Clone, Copy)]
pub(crate) struct Entrance<'a> {
    /// The ties between the inputs and the answer.
    pub(crate) bindings: &'a Bindings,
    pub(crate) begins: Option<&'a Begins<'a>>,
    /// Someone who is shown the answer while it comes.
    pub(crate) viewer: Option<&'a dyn Viewer>,
    /// The settings of this call.
    pub(crate) options: Option<&'a CallOptions>,
}

impl<'a> Entrance<'a> {
    /// Returns the budget that this call draws on besides the plan's.
    fn account(&self) -> Option<&'a Budget> {
        self.options?.budget.as_ref()
    }
}

/// Makes one call of any contract, whose type only `decode` knows; an `objection` to the inputs
/// ends it before anything is sent.
async fn run(
    checked: &Checked,
    prompt: &RenderedPrompt,
    entrance: Entrance<'_>,
    objection: Option<String>,
    decode: &mut Decode<'_>,
) -> Result<Receipt, Error> {
    let mut call = Call::begin(checked, prompt, entrance);
    if let Some(words) = objection {
        return Err(call.fail(AttemptError::new(FailureClass::BadRequest, words)));
    }
    if let Some(problem) = entrance.options.and_then(CallOptions::problem) {
        return Err(call.fail(AttemptError::new(FailureClass::BadRequest, problem)));
    }
    if let Some(lacks) = unfit() {
        return Err(call.fail(AttemptError::new(FailureClass::Unreachable, lacks)));
    }
    if let Some(problem) = prompt.problem() {
        return Err(call.fail(AttemptError::new(FailureClass::BadRequest, problem)));
    }
    if let Some(problem) = media_problem(&call) {
        return Err(call.fail(problem));
    }
    let mut at = 0;
    loop {
        let Some(step) = checked.steps.get(at) else {
            let ended = AttemptError::new(FailureClass::BadRequest, "the plan has no model");
            return Err(call.fail(ended));
        };
        match ask(&mut call, at, step, decode).await {
            Ok(()) => return Ok(call.succeed()),
            Err(ended) if call.is_committed() => return Err(call.fail(ended)),
            Err(ended) => match call.fall_back(at, &ended) {
                Some(next) => at = next,
                None => return Err(call.fail(ended)),
            },
        }
    }
}

/// Returns the problem with the media for any model that the call may come to: an outage must not
/// find a message that the fallback can't be sent.
fn media_problem(call: &Call<'_>) -> Option<AttemptError> {
    let checked = call.checked;
    checked.reachable().iter().find_map(|step| {
        let messages = Messages::new(step, call.prompt, call.entrance.bindings);
        let problem = step
            .check_media(&messages.turns, &checked.catalogue)
            .err()?;
        let words = problem.to_string();
        Some(AttemptError {
            cause: Cause::Media(Box::new(problem)),
            ..AttemptError::new(FailureClass::BadRequest, words).of(step)
        })
    })
}

/// Returns what is wrong with the runtime, if anything: without timers no time limit could be held.
fn unfit() -> Option<&'static str> {
    if Handle::try_current().is_err() {
        return Some(
            "there is no Tokio runtime here; call from inside one, for example under `#[tokio::main]`",
        );
    }
    // Tokio has no other way of asking. A timer that is made and dropped is never set.
    let timer = catch_unwind(|| drop(sleep(Duration::ZERO)));
    timer.is_err().then_some(
        "the Tokio runtime here has no timers; build it with `enable_all()`, as `#[tokio::main]` does",
    )
}

/// Asks one model, with the repairs and retries that the plan gives it.
async fn ask(
    call: &mut Call<'_>,
    at: usize,
    step: &Planned,
    decode: &mut Decode<'_>,
) -> Result<(), AttemptError> {
    let mut messages = Messages::new(step, call.prompt, call.entrance.bindings);
    let mut kind = if at == 0 {
        AttemptKind::First
    } else {
        AttemptKind::Fallback
    };
    let mut repairs = call.checked.repair;
    let mut retries = 0;
    let mut before = None;
    loop {
        // A model that can't be asked once more has failed as it did before; the receipt has the
        // reason.
        let held = match call.admit(at, step, &messages).await {
            Ok(held) => held,
            Err(refused) => return Err(before.unwrap_or(refused)),
        };
        if let Some(begins) = call.entrance.begins {
            let number = u32::try_from(call.receipt.attempts.len()).unwrap_or(u32::MAX);
            begins(number, held.possible())
                .map_err(|why| AttemptError::new(FailureClass::Cancelled, why))?;
        }
        call.start(at, step, kind, held);
        let ended = match attempt(call, step, &messages, decode).await {
            Ok(()) => return Ok(()),
            Err(ended) => ended,
        };
        if call.is_committed() {
            return Err(ended);
        }
        match &ended.cause {
            Cause::Drift(drift) if repairs > 0 => {
                repairs -= 1;
                messages.repair(&step.adapted, drift);
                kind = AttemptKind::Repair;
            }
            _ => {
                let Some(wait) = call.retry(step, ended.class, retries) else {
                    return Err(ended);
                };
                match &call.checked.pace {
                    Some(pace) => pace.skip(wait),
                    None => sleep(wait).await,
                }
                retries += 1;
                kind = AttemptKind::Retry;
            }
        }
        before = Some(ended);
    }
}

/// Makes the attempt that was begun, within its limits.
async fn attempt(
    call: &mut Call<'_>,
    step: &Planned,
    messages: &Messages<'_>,
    decode: &mut Decode<'_>,
) -> Result<(), AttemptError> {
    let deadline = call.deadline();
    let (checked, viewer) = (call.checked, call.entrance.viewer);
    let (watched, recorder) = {
        let Some(current) = &mut call.current else {
            return Err(AttemptError::new(
                FailureClass::Cancelled,
                "no attempt was begun",
            ));
        };
        let span = current.span.clone();
        let around = attempt::Around {
            recorder: &current.recorder,
            idempotency_key: current.idempotency_key.as_deref(),
            viewer,
        };
        let record = &mut current.record;
        let made = attempt::make(checked, step, messages, around, record, decode);
        let timeouts = Timeouts {
            recorder: &current.recorder,
            limits: &step.settings.limits,
            deadline,
            pace: checked.pace.as_deref(),
            viewer,
            held_before: viewer.map_or(Duration::ZERO, |viewer| viewer.held().time),
        };
        // Pinned here: a future that is handed on is kept twice.
        let watched = within_limits(pin!(made.instrument(span)), &timeouts).await;
        (watched, current.recorder.clone())
    };
    match watched {
        Ok(ended) => {
            call.stop(ended.as_ref().err());
            ended
        }
        Err(passed) => {
            let ended = AttemptError::out_of_time(step, &passed, &recorder);
            call.abandon(&ended);
            Err(ended)
        }
    }
}
