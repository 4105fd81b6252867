//! From a call's receipt to a row of the table.

use std::time::Duration;

use super::drift::DriftKind;
use super::fault::Fault;
use super::signal::Signal;
use super::table::{CallOutcome, Row};
use crate::contract::Contract;
use crate::dialect::Step;
use crate::engine::Answer;
use crate::error::Error;
use crate::failure::FailureClass;
use crate::money::Usd;
use crate::receipt::Receipt;

/// The result of a call.
#[derive(Debug)]
pub(super) struct Tried {
    pub(super) elapsed: Duration,
    /// The model that answered.
    pub(super) answered_step: Option<usize>,
    answered_by: Option<String>,
    /// `true` if the answer is the intact one; `None` if there was no answer.
    same: Option<bool>,
    /// The first failure of the model that was made to fail, whether it was asked or not.
    class: Option<FailureClass>,
    failure: Option<FailureClass>,
    attempts: usize,
    retry_after: Option<Duration>,
    cost: Option<Usd>,
    unfenced: bool,
    signals: Vec<Signal>,
}

impl Tried {
    /// Returns the result of a call in which the model at `at` was made to fail.
    pub(super) fn new(
        at: usize,
        receipt: &Receipt,
        same: Option<bool>,
        signals: Vec<Signal>,
    ) -> Self {
        let mut of_model = receipt.attempts.iter().filter(|attempt| attempt.step == at);
        let first = of_model.next();
        let skipped = receipt.skips.first().map(|skip| skip.reason);
        let answered = match same {
            Some(_) => receipt.attempts.last(),
            None => None,
        };
        Self {
            elapsed: receipt.elapsed,
            answered_step: answered.map(|attempt| attempt.step),
            answered_by: answered.map(|attempt| attempt.requested_model.clone()),
            same,
            class: match first {
                Some(attempt) => attempt.failure,
                None => skipped,
            },
            failure: receipt.failure,
            attempts: receipt.attempts.len(),
            retry_after: first.and_then(|attempt| attempt.retry_after),
            cost: receipt.cost(),
            unfenced: answered.is_some_and(|attempt| attempt.steps.contains(&Step::Unfenced)),
            signals,
        }
    }

    fn outcome(&self, at: usize) -> CallOutcome {
        match (self.same, self.answered_step) {
            (None, _) => CallOutcome::Failed,
            (Some(_), Some(step)) if step != at => CallOutcome::FellBack,
            (Some(true), _) => CallOutcome::Answered,
            (Some(false), _) => CallOutcome::Misread,
        }
    }
}

/// Returns the result of a call in which the model at `at` was made to fail; `intact` is the right
/// answer.
pub(super) fn tried<T: Contract>(
    at: usize,
    ended: Result<Answer<T>, Error>,
    intact: &str,
    signals: Vec<Signal>,
) -> Tried {
    match ended {
        Ok(Answer { value, receipt, .. }) => {
            let same = written(&value) == intact;
            Tried::new(at, &receipt, Some(same), signals)
        }
        Err(error) => Tried::new(at, error.receipt(), None, signals),
    }
}

/// A value as JSON, by which two of them are compared.
pub(super) fn written<T: Contract>(value: &T) -> String {
    let mut text = String::new();
    value.write(&mut text);
    text
}

/// The row of one case; `undisturbed` is how long the call takes without the fault.
pub(super) fn row(
    at: usize,
    model: &str,
    fault: Fault,
    tried: Result<Tried, &'static str>,
    undisturbed: Duration,
) -> Row {
    let mut row = Row {
        step: at,
        model: model.to_owned(),
        fault,
        outcome: CallOutcome::NotApplicable,
        class: None,
        answered_by: None,
        failure: None,
        attempts: 0,
        retry_after: None,
        added_latency: Duration::ZERO,
        cost: None,
        signals: Vec::new(),
        note: None,
    };
    let tried = match tried {
        Ok(tried) => tried,
        Err(why) => {
            row.note = Some(why.to_owned());
            return row;
        }
    };
    row.outcome = tried.outcome(at);
    row.class = tried.class;
    row.note = why_answered(fault, row.outcome, tried.unfenced).map(str::to_owned);
    row.answered_by = tried.answered_by;
    row.failure = tried.failure;
    row.attempts = tried.attempts;
    row.retry_after = tried.retry_after;
    row.added_latency = tried.elapsed.saturating_sub(undisturbed);
    row.cost = tried.cost;
    row.signals = tried.signals;
    row
}

/// Returns the reason why an answer counts in spite of its fault.
fn why_answered(fault: Fault, outcome: CallOutcome, unfenced: bool) -> Option<&'static str> {
    if outcome != CallOutcome::Answered {
        return None;
    }
    match fault {
        Fault::Drift(DriftKind::Reordered) => Some("the order of keys has no meaning"),
        Fault::Drift(DriftKind::Fenced) if unfenced => Some("one fence is taken off, and reported"),
        Fault::Substitution => Some("the plan accepts whatever served"),
        Fault::RateLimitedOnce | Fault::UnavailableOnce => Some("asked again, it answers"),
        _ => None,
    }
}
