//! One call: from the journal, or from the model and into the journal.

use super::contestant::Contestant;
use super::{Asking, Halt};
use crate::bound::Bindings;
use crate::engine::ask_solo;
use crate::error::Error;
use crate::failure::FailureClass;
use crate::money::Usd;
use crate::prompt::RenderedPrompt;
use crate::qualify::Side;
use crate::qualify::answers::Which;
use crate::qualify::journal::{About, Answered};
use crate::receipt::Receipt;
use crate::sync::{Mutex, lock};

/// Returns `true` if a failure is the model's, so that it counts as a wrong answer. Whatever else
/// went wrong says nothing of the model, and the run pauses.
const fn is_the_models(class: FailureClass) -> bool {
    match class {
        FailureClass::Drifted
        | FailureClass::Truncated
        | FailureClass::Refused
        | FailureClass::Filtered
        | FailureClass::TooLarge
        | FailureClass::ContextExceeded
        | FailureClass::Malformed
        | FailureClass::TimedOut => true,
        FailureClass::RateLimited
        | FailureClass::QuotaExhausted
        | FailureClass::Overloaded
        | FailureClass::ServerError
        | FailureClass::UnknownError
        | FailureClass::Unreachable
        | FailureClass::Interrupted
        | FailureClass::Substituted
        | FailureClass::SchemaRejected
        | FailureClass::BadRequest
        | FailureClass::Unauthorized
        | FailureClass::NotFound
        | FailureClass::BudgetExceeded
        | FailureClass::BreakerOpen
        | FailureClass::QualityBreakerOpen
        | FailureClass::OutOfTime
        | FailureClass::Cancelled => false,
    }
}

impl Asking {
    /// A model's answer to an item.
    pub(super) async fn ask(&self, which: Which) -> Result<Answered, Halt> {
        let (Some(model), Some(item)) = (
            self.contestants.get(which.model),
            self.items.get(which.item),
        ) else {
            return Err(Halt::stopped());
        };
        let about = About {
            model: &model.name,
            item: &item.id,
            repetition: which.repetition,
        };
        self.answer(
            model,
            (&item.asked, &item.bindings),
            &self.key(which),
            about,
        )
        .await
    }

    /// The answer to one question, which is paid once.
    pub(super) async fn answer(
        &self,
        model: &Contestant,
        asked: (&RenderedPrompt, &Bindings),
        key: &str,
        about: About<'_>,
    ) -> Result<Answered, Halt> {
        if let Some(answered) = self.journal.get(key) {
            self.keep(model, &answered);
            return Ok(answered);
        }
        let permit = self.permits.acquire().await;
        // Only closed when the run is over.
        let (Ok(_permit), false) = (permit, self.stop.is_asked()) else {
            return Err(Halt::stopped());
        };
        let worst = model.worst_case(asked).ok().flatten();
        // Not before there is room in the budget: what isn't sent leaves no line.
        let broken = Mutex::new(None);
        let begins = |attempt: u32, _: Option<Usd>| {
            let begun = self.journal.begin(key, about, (attempt, worst));
            begun.map_err(|error| {
                let why = error.to_string();
                *lock(&broken) = Some(error);
                why
            })
        };
        let ended = ask_solo(&model.plan, &model.contract, asked, &begins, None).await;
        if let Some(error) = lock(&broken).take() {
            return Err(Halt::journal(error));
        }
        let answered = match ended {
            Ok((json, receipt)) => answered(Side::Answer { json }, &receipt, worst),
            Err(error) if is_the_models(error.class()) => {
                answered(failure(&error), error.receipt(), worst)
            }
            // Nothing was sent, so nothing is written.
            Err(error) if error.receipt().attempts.is_empty() => {
                return Err(self.halted(model, about.item, &error));
            }
            Err(error) => {
                let cost = booked(error.receipt(), worst);
                let class = error.class().as_str();
                self.journal
                    .void_end(key, class, cost)
                    .map_err(Halt::journal)?;
                return Err(self.halted(model, about.item, &error));
            }
        };
        self.journal
            .end(key, &answered)
            .await
            .map_err(Halt::journal)?;
        lock(&model.tally).add(&answered);
        self.tell(|told| told.add(&answered));
        Ok(answered)
    }

    /// Counts an answer that the journal had.
    pub(super) fn keep(&self, model: &Contestant, answered: &Answered) {
        lock(&model.tally).add(answered);
        self.tell(|told| told.keep(answered));
    }

    fn halted(&self, model: &Contestant, item: &str, error: &Error) -> Halt {
        let remedy = match error.class() {
            FailureClass::BudgetExceeded => {
                let budget = self
                    .budget
                    .map_or_else(String::new, |budget| format!(" of {budget}"));
                return Halt::failed(
                    error.class(),
                    format!(
                        "the budget{budget} has too little left for the next call; raise it to go on"
                    ),
                );
            }
            FailureClass::RateLimited | FailureClass::Overloaded | FailureClass::ServerError => {
                "try later, or with less concurrency"
            }
            FailureClass::QuotaExhausted => "raise the account's quota",
            FailureClass::Unauthorized => "check the key and its rights",
            FailureClass::Unreachable | FailureClass::Interrupted => "check the network",
            FailureClass::Substituted => "an answer of another model is no evidence about this one",
            _ => "see the message",
        };
        Halt::failed(
            error.class(),
            format!(
                "{} could not be asked item {item:?}: {}; {remedy}",
                model.name,
                detail(error),
            ),
        )
    }
}

/// Returns an error in words, on one line and bounded.
fn detail(error: &Error) -> String {
    const LONGEST: usize = 300;
    crate::drift::shown(&error.to_string(), LONGEST)
}

fn failure(error: &Error) -> Side {
    let message = match error.drift() {
        Some(drift) => drift.summary(),
        None => detail(error),
    };
    Side::Failure {
        class: error.class().to_string(),
        message,
    }
}

/// Returns the amount that counts against the budget: for an attempt of unknown cost, its worst
/// case. `None` if nothing is known.
fn booked(receipt: &Receipt, worst: Option<Usd>) -> Option<Usd> {
    let attempts = receipt.attempts.iter();
    let attempts = attempts.filter_map(|attempt| attempt.counted(worst));
    attempts.reduce(|sum, one| sum.plus(Some(one)))
}

fn answered(said: Side, receipt: &Receipt, worst: Option<Usd>) -> Answered {
    let last = receipt.attempts.last();
    let micros = |time: std::time::Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let sum = |of: fn(&crate::usage::Usage) -> u64| {
        let usages = receipt
            .attempts
            .iter()
            .filter_map(|attempt| attempt.usage.as_ref());
        usages.map(of).fold(0, u64::saturating_add)
    };
    let cost = receipt.cost();
    Answered {
        said,
        served: last.and_then(|attempt| attempt.served_model.clone()),
        cost,
        booked: booked(receipt, worst).filter(|booked| Some(*booked) > cost),
        input_tokens: sum(|usage| usage.input),
        output_tokens: sum(|usage| usage.output),
        elapsed_us: last.map_or(0, |attempt| micros(attempt.elapsed)),
        first_token_us: last
            .and_then(|attempt| attempt.first_token_after)
            .map(micros),
    }
}
