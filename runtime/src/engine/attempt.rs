//! One attempt: request, verdict on who served, strict decode.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Decode;
use super::cost;
use super::messages::Messages;
use super::timeouts::LimitPassed;
use crate::bill::Bill;
use crate::drift::{Drift, Redacted};
use crate::error::Cause;
use crate::evidence::Evidence;
use crate::failure::FailureClass;
use crate::limit::TimeLimit;
use crate::metadata::AttemptMetadata;
use crate::plan::{Checked, Planned, Reading};
use crate::provider::{
    self, AttemptRecorder, Failure, Request, Viewer, Watched, asked_at, sanitized,
};
use crate::receipt::{Attempt, SnapshotChange};
use crate::secret::{Keys, MASK};
use crate::served::Served;
use crate::signal::guarded;

/// An attempt without a value.
pub(super) struct AttemptError {
    pub(super) class: FailureClass,
    /// The model that failed, as `model (provider)`.
    pub(super) who: Option<String>,
    /// The cause in words, without class and who.
    pub(super) detail: String,
    /// The time limit that ended it.
    pub(super) limit: Option<TimeLimit>,
    pub(super) cause: Cause,
}

impl AttemptError {
    pub(super) fn new(class: FailureClass, detail: impl Into<String>) -> Self {
        Self {
            class,
            who: None,
            detail: detail.into(),
            limit: None,
            cause: Cause::None,
        }
    }

    /// Returns the drift, if the answer deviates.
    pub(super) fn drift(&self) -> Option<&Drift> {
        match &self.cause {
            Cause::Drift(drift) => Some(drift),
            Cause::Failure(_) | Cause::Media(_) | Cause::None => None,
        }
    }

    /// Returns the error with the model of `step`.
    pub(super) fn of(self, step: &Planned) -> Self {
        Self {
            who: Some(format!("{} ({})", step.model, step.provider.name())),
            ..self
        }
    }

    /// Returns the error with the address that was asked, if the provider has said it: another
    /// model or another shape than expected is often another server than meant.
    fn asked(self, recorder: &AttemptRecorder) -> Self {
        match recorder.sent_to() {
            Some((address, _)) => Self {
                detail: asked_at(self.detail, &address),
                ..self
            },
            None => self,
        }
    }

    /// A limit passed before the answer was complete.
    pub(super) fn out_of_time(
        step: &Planned,
        passed: &LimitPassed,
        recorder: &AttemptRecorder,
    ) -> Self {
        let detail = match recorder.sent_to() {
            Some((address, true)) => asked_at(passed.to_string(), &address),
            Some((address, false)) => {
                format!(
                    "{passed}; nothing was sent yet, since there was no connection to {address}"
                )
            }
            None => asked_at(passed.to_string(), step.provider.base_url()),
        };
        Self {
            limit: Some(passed.limit),
            ..Self::new(FailureClass::TimedOut, detail).of(step)
        }
    }
}

/// The record before anything has happened.
pub(super) fn begin(step: &Planned) -> Attempt {
    Attempt {
        provider: step.provider.name().to_owned(),
        base_url: step.provider.base_url().to_owned(),
        dialect: step.adapted.dialect.to_owned(),
        requested_model: step.model.clone(),
        parameters: Arc::clone(&step.parameters),
        ignored_parameters: step.ignored.clone(),
        ..Attempt::default()
    }
}

/// The parts of an attempt that are neither the plan's nor the conversation.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) recorder: &'a AttemptRecorder,
    pub(super) idempotency_key: Option<&'a str>,
    pub(super) viewer: Option<&'a dyn Viewer>,
}

pub(super) async fn make(
    checked: &Checked,
    step: &Planned,
    messages: &Messages<'_>,
    around: Around<'_>,
    record: &mut Attempt,
    decode: &mut Decode<'_>,
) -> Result<(), AttemptError> {
    let settings = &step.settings;
    let (form, written) = messages.form();
    record.losses = messages.losses();
    let Around {
        recorder, viewer, ..
    } = around;
    // Within the attempt's span, so that it's the parent of what a gateway records.
    let trace = checked
        .tracing
        .as_ref()
        .and_then(|current| guarded(|| current()).flatten());
    let request = Request {
        model: &step.model,
        system: messages.system.as_deref(),
        turns: &messages.turns,
        form,
        parameters: &settings.parameters,
        max_reply_bytes: settings.max_reply_bytes,
        connect: settings.limits.connect,
        idempotency_key: around.idempotency_key,
        trace: trace.as_ref(),
        recorder: recorder.clone(),
        written,
        watched: (viewer.is_some() || checked.reading == Reading::Judged).then_some(Watched {
            adapted: &step.adapted,
            viewer,
        }),
    };
    let reply = match step.provider.send(&request).await {
        Ok(reply) => reply,
        Err(mut failure) => {
            return Err(match failure.drift.take() {
                Some(drift) => stopped(checked, step, *drift, recorder, record).asked(recorder),
                None => failed(checked, step, failure, recorder, record),
            });
        }
    };
    // Whoever gives a reply has seen the end of the answer.
    recorder.update(|metadata| metadata.bill = Bill::Closed);
    settle(checked, step, recorder, record, true);
    if recorder.has_partial_counts() {
        cost::of_part(record);
    }
    if !reply.text.is_empty() {
        cost::of_answer(record);
    }
    is_accepted(checked, step, record).map_err(|refused| refused.asked(recorder))?;
    record.steps = step.adapted.fixed_steps();
    let keys = recorder.keys();
    match decode(&step.adapted, &reply.text, &keys) {
        Ok(steps) => {
            record.steps = steps;
            Ok(())
        }
        Err(drift) => {
            let drift = without_keys(drift, &keys);
            Err(drifted(step, drift, record).asked(recorder))
        }
    }
}

/// Refuses the answer of a model that the plan doesn't accept.
fn is_accepted(checked: &Checked, step: &Planned, record: &Attempt) -> Result<(), AttemptError> {
    let verdict = record.served.unwrap_or(Served::Unverifiable);
    if !checked.accepted.contains(&verdict) {
        return Err(substituted(step, record));
    }
    if checked.pinned {
        pinned(step, record)?;
    }
    Ok(())
}

/// Returns `drift` without `keys`: the answer may quote one, and a drift is for logs.
fn without_keys(drift: Drift, keys: &Keys) -> Drift {
    let places = keys.find(drift.text().as_bytes());
    let clean = |text: &mut String| keys.clean(text);
    drift.cleaned(&places, MASK.len(), &clean)
}

/// The end of an attempt whose answer was dropped where it left its contract. Its counts are those
/// that had come by then, and its bill stays open: what limits money books the worst case.
fn stopped(
    checked: &Checked,
    step: &Planned,
    drift: Drift,
    recorder: &AttemptRecorder,
    record: &mut Attempt,
) -> AttemptError {
    record.stopped_at = drift.violations().first().map(|first| first.span().end);
    let keys = recorder.keys();
    settle(checked, step, recorder, record, true);
    cost::of_part(record);
    record.steps = step.adapted.fixed_steps();
    if let Err(refused) = is_accepted(checked, step, record) {
        return refused;
    }
    drifted(step, without_keys(drift, &keys), record)
}

/// Puts what was recorded of an attempt into its receipt, with the verdict on the model that served
/// and the cost. Does nothing if that was done before.
pub(super) fn settle(
    checked: &Checked,
    step: &Planned,
    recorder: &AttemptRecorder,
    record: &mut Attempt,
    replied: bool,
) {
    let Some(metadata) = recorder.take() else {
        return;
    };
    record.metadata = metadata;
    let (by_name, models) = by_name(checked, step, &record.metadata);
    cost::note(checked, step, by_name, &models, record);
    let evidence = record.metadata.evidence.take();
    // Where no model answered, there is nothing to judge.
    if replied || !models.is_empty() {
        let verdict = evidence.as_ref().map(|evidence| evidence.verdict(by_name));
        record.served = Some(verdict.unwrap_or(by_name));
        record.served_reason = evidence.map(|evidence| evidence.reason().to_owned());
    }
    record.metadata.served_model = (!models.is_empty()).then(|| models.join(", then "));
    record.snapshot_changed = snapshot_changed(step, record.served_model.as_deref());
    record.metadata.keep_for_receipt();
}

/// The verdict that follows from the names in the answer, and the names that it follows from: each
/// name is judged alone, and the worst verdict counts.
fn by_name(checked: &Checked, step: &Planned, metadata: &AttemptMetadata) -> (Served, Vec<String>) {
    let asked = step.provider.answers_as(&step.model);
    let judge = |name| checked.catalogue.served(asked, Some(name));
    let worst = metadata
        .models()
        .map(judge)
        .max_by_key(|verdict| match verdict {
            Served::AsRequested => 0,
            Served::Snapshot => 1,
            Served::Unverifiable => 2,
            Served::Substituted => 3,
        });
    let Some(worst) = worst else {
        return (Served::Unverifiable, Vec::new());
    };
    let names = metadata.models().filter(|name| judge(name) == worst);
    (worst, names.map(str::to_owned).collect())
}

fn failed(
    checked: &Checked,
    step: &Planned,
    failure: Failure,
    recorder: &AttemptRecorder,
    record: &mut Attempt,
) -> AttemptError {
    if failure.unsent {
        recorder.update(|metadata| metadata.bill = Bill::Unsent);
    }
    settle(checked, step, recorder, record, false);
    let code = failure.code.as_ref();
    record.code = code.map(|code| sanitized(code, provider::NAME));
    record.retry_after = failure.retry_after;
    record.no_retry = failure.no_retry;
    let class = failure.class;
    AttemptError {
        limit: failure.limit,
        detail: failure.told(),
        cause: Cause::Failure(Box::new(failure)),
        ..AttemptError::new(class, "").of(step)
    }
}

fn substituted(step: &Planned, record: &Attempt) -> AttemptError {
    let asked = &step.model;
    let reason = record.served_reason.as_deref();
    let because = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    let message = match (&record.served_model, record.served) {
        (_, Some(Served::Unverifiable)) => {
            let what = match reason {
                Some(_) => "the model that served is unknown",
                None => "the reply does not say which model served",
            };
            format!(
                "asked for {asked}, and {what}{because}; `.accept(Served::Unverifiable)` allows that"
            )
        }
        (Some(served), _) if served != step.provider.answers_as(asked) => {
            let another_way = step.provider.served_setting().map_or_else(
                || format!("or make `{asked}` an alias of it in a catalogue of yours"),
                |setting| format!("or say what shall serve by {setting}"),
            );
            format!(
                "asked for {asked}, but {served} served{because}; if that is the model that you mean, ask for it by `.model(\"{served}\")`, {another_way}; `.accept(Served::Substituted)` takes the answer of any model"
            )
        }
        (_, _) => format!(
            "asked for {asked}, and something else served{because}; `.accept(Served::Substituted)` takes the answer of any model"
        ),
    };
    AttemptError::new(FailureClass::Substituted, message).of(step)
}

/// The snapshots on which the step was qualified, as far as that is known.
fn qualified(step: &Planned) -> Option<&[String]> {
    match &step.edge.as_ref()?.evidence {
        Evidence::Qualified(qualified) if !qualified.served.is_empty() => Some(&qualified.served),
        _ => None,
    }
}

fn snapshot_changed(step: &Planned, served: Option<&str>) -> Option<SnapshotChange> {
    let (qualified, served) = (qualified(step)?, served?);
    let is_known = qualified.iter().any(|known| known == served);
    (!is_known).then(|| SnapshotChange {
        qualified: qualified.to_vec(),
        served: served.to_owned(),
    })
}

/// Refuses a snapshot that was not qualified; one that nobody names is none that was.
fn pinned(step: &Planned, record: &Attempt) -> Result<(), AttemptError> {
    let Some(qualified) = qualified(step) else {
        return Ok(());
    };
    let what = match (&record.snapshot_changed, &record.served_model) {
        (None, Some(_)) => return Ok(()),
        (Some(change), _) => change.to_string(),
        (None, None) => format!(
            "the reply does not say which snapshot served, and {} was qualified",
            qualified.join(", ")
        ),
    };
    let message = format!("{what}; qualify it again, or drop `pin_snapshots`");
    Err(AttemptError::new(FailureClass::Substituted, message).of(step))
}

/// Returns the fields that deviate, with their number; no more of them than a receipt has room for.
fn by_field(drift: &Redacted) -> BTreeMap<String, usize> {
    const MOST: usize = 32;
    let mut fields = BTreeMap::new();
    for violation in &drift.violations {
        let count: &mut usize = fields.entry(violation.field.clone()).or_default();
        *count = count.saturating_add(1);
    }
    while fields.len() > MOST {
        fields.pop_last();
    }
    fields
}

fn drifted(step: &Planned, drift: Drift, record: &mut Attempt) -> AttemptError {
    let model = record
        .served_model
        .clone()
        .unwrap_or_else(|| step.model.clone());
    record.violations = drift.violations().len();
    let drift = drift.said_by(model);
    let redacted = drift.redacted();
    record.drifted_fields = by_field(&redacted);
    // Without a word of the answer: errors go to logs.
    let detail = format!("`{}`: {}", redacted.contract, redacted.places());
    AttemptError {
        cause: Cause::Drift(drift),
        ..AttemptError::new(FailureClass::Drifted, detail).of(step)
    }
}
