//! The only loop: walks a plan and keeps the receipt.
//!
//! Today a plan has one model, so the loop makes one attempt. A fallback adds steps and the question, after a failed attempt, whether its class
//! triggers the next one; everything that an attempt does is in `attempt` already.

mod attempt;
mod watch;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use tokio::time::Instant;

use crate::clock::since_epoch;
use crate::drift::Drift;
use crate::error::{Cause, Error};
use crate::failure::FailureClass;
use crate::plan::{Checked, Plan};
use crate::prompt::Prompt;
use crate::provider::Noted;
use crate::receipt::{RECEIPT_VERSION, Receipt};

use attempt::{Asked, Ended};
use watch::{Deadline, watch};

/// A typed value, and the record of how it came about.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The value; every rule of the contract holds for it.
    pub value: T,
    /// Who served it, what it cost, how long it took.
    pub receipt: Receipt,
}

impl<T> fmt::Display for Answer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.receipt.fmt(f)
    }
}

impl<P: Prompt> Plan<P> {
    /// Asks, and gives the typed value or the reason why there is none.
    ///
    /// Needs a Tokio runtime. Dropping the future cancels the request.
    ///
    /// # Errors
    /// [`Error`] with its [`class`](Error::class), the [`receipt`](Error::receipt), and the [`drift`](Error::drift) where the model's answer deviates from
    /// the contract.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a question is asked once; by value, the future borrows nothing"
    )]
    pub fn call(
        &self,
        prompt: P,
    ) -> impl Future<Output = Result<Answer<P::Output>, Error>> + Send + use<P>
    where
        P::Output: Send,
    {
        let asked = Asked {
            system: prompt.system(),
            user: prompt.user(),
        };
        let checked = Arc::clone(&self.checked);
        async move {
            let mut value = None;
            let receipt = run(&checked, &asked, &mut |adapted, text| {
                let (decoded, steps) = adapted.decode::<P::Output>(text)?;
                value = Some(decoded);
                Ok(steps)
            })
            .await?;
            match value {
                Some(value) => Ok(Answer { value, receipt }),
                None => Err(Error::new(
                    FailureClass::Malformed,
                    "the call ended without a value",
                    receipt,
                    Cause::None,
                )),
            }
        }
    }
}

/// Decodes an answer and keeps the value; gives the rewrites that were undone.
type Decode<'a> = dyn FnMut(&crate::dialect::Adapted, &str) -> Result<Vec<crate::dialect::Step>, Drift>
    + Send
    + 'a;

/// The same for every contract: only `decode` knows the type.
async fn run(checked: &Checked, asked: &Asked, decode: &mut Decode<'_>) -> Result<Receipt, Error> {
    let started = Instant::now();
    let mut receipt = Receipt {
        version: RECEIPT_VERSION,
        prompt: checked.prompt.clone(),
        contract: checked.contract.clone(),
        attempts: Vec::new(),
        started_unix_ms: u64::try_from(since_epoch(checked.clock.now()).as_millis())
            .unwrap_or(u64::MAX),
        elapsed: started.elapsed(),
    };
    if tokio::runtime::Handle::try_current().is_err() {
        let message = "there is no Tokio runtime here; call from inside one, for example under `#[tokio::main]`";
        return Err(Error::new(
            FailureClass::Unreachable,
            message,
            receipt,
            Cause::None,
        ));
    }
    let Some(step) = checked.steps.first() else {
        return Err(Error::new(
            FailureClass::BadRequest,
            "the plan has no model",
            receipt,
            Cause::None,
        ));
    };
    let deadline = checked.deadline.and_then(|of| {
        let at = started.checked_add(of)?;
        Some(Deadline { at, of })
    });
    let mut record = attempt::begin(step);
    let noted = Noted::begin();
    let made = attempt::make(checked, step, asked, &noted, &mut record, decode);
    let ended = match watch(made, &noted, &step.settings.limits, deadline).await {
        Ok(ended) => ended,
        Err(passed) => {
            attempt::note_failed(checked, step, &noted.into_facts(), &mut record);
            Ended::out_of_time(step, &passed)
        }
    };
    record.limit = ended.as_ref().err().and_then(|ended| ended.limit);
    record.elapsed = started.elapsed();
    record.failure = ended.as_ref().err().map(|ended| ended.class);
    receipt.attempts.push(record);
    receipt.elapsed = started.elapsed();
    match ended {
        Ok(()) => Ok(receipt),
        Err(ended) => Err(Error::new(ended.class, ended.message, receipt, ended.cause)),
    }
}
