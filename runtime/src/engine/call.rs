//! One call from its start to its end; dropped before the end, it still reports its spend.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Span;

use crate::breaker::{Breaker, Transition};
use crate::budget::{Budget, WhenFull};
use crate::clock::since_epoch;
use crate::drift::Drift;
use crate::error::Error;
use crate::failure::FailureClass;
use crate::plan::{CallOptions, Checked, Planned};
use crate::prompt::RenderedPrompt;
use crate::provider::{AttemptRecorder, Restart, Viewer};
use crate::random::unique_id;
use crate::receipt::{Attempt, AttemptKind, PromptRecord, RECEIPT_VERSION, Receipt, Skip, Spend};
use crate::retry::{GiveUp, Tried};
#[cfg(feature = "metrics")]
use crate::signal;
use crate::signal::{Signals, attempt_span, call_span};

use super::Entrance;
use super::admit::Held;
use super::attempt::{self, AttemptError};
use super::timeouts::Deadline;

/// The state of a running call.
pub(super) struct Call<'a> {
    pub(super) checked: &'a Checked,
    pub(super) prompt: &'a RenderedPrompt,
    pub(super) entrance: Entrance<'a>,
    pub(super) signals: Signals<'a>,
    pub(super) receipt: Receipt,
    /// By the plan's clock.
    started: Duration,
    /// The amount that counts against the call's own limits on money.
    pub(super) booked: Spend,
    /// The attempt that is under way.
    pub(super) current: Option<Current>,
    ended: bool,
}

/// An attempt under way.
pub(super) struct Current {
    pub(super) at: usize,
    pub(super) record: Attempt,
    pub(super) recorder: AttemptRecorder,
    pub(super) span: Span,
    pub(super) idempotency_key: Option<String>,
    started: Duration,
    held: Held,
}

impl<'a> Call<'a> {
    pub(super) fn begin(
        checked: &'a Checked,
        prompt: &'a RenderedPrompt,
        entrance: Entrance<'a>,
    ) -> Self {
        let now = checked.clock.now();
        let mut record = checked.prompt.clone();
        record.text_digest = PromptRecord::digest(prompt);
        record.media = PromptRecord::media_of(prompt);
        record.text = checked.record_prompt.then(|| prompt.clone());
        let receipt = Receipt {
            version: RECEIPT_VERSION,
            id: unique_id(),
            prompt: record,
            contract: checked.contract.clone(),
            tags: tags(entrance.options),
            idempotency_key: entrance.options.and_then(|own| own.idempotency_key.clone()),
            account: entrance.account().map(|budget| budget.name().to_owned()),
            mode: checked.mode,
            omitted: checked.omitted.clone(),
            started_unix_ms: u64::try_from(since_epoch(now).as_millis()).unwrap_or(u64::MAX),
            ..Receipt::default()
        };
        let model = checked.steps.first().map_or("", |step| step.model.as_str());
        let span = call_span(&receipt, model);
        let started = checked.clock.monotonic();
        if checked.retry.is_some() {
            checked.retry_budget.call(started);
        }
        Self {
            checked,
            prompt,
            entrance,
            signals: Signals::new(&checked.observers, span, &receipt, checked.counted_tags()),
            receipt,
            started,
            booked: Spend::default(),
            current: None,
            ended: false,
        }
    }

    /// By the plan's clock.
    pub(super) fn now(&self) -> Duration {
        self.checked.clock.monotonic()
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.now().saturating_sub(self.started)
    }

    /// Returns the time of the whole call: its own limit, or else the plan's.
    fn limit(&self) -> Option<Duration> {
        let own = self.entrance.options.and_then(|own| own.deadline);
        own.or(self.checked.deadline)
    }

    /// Returns the rest of the call's deadline; `None` if there is none.
    pub(super) fn left(&self) -> Option<Duration> {
        let deadline = self.limit()?;
        Some(deadline.saturating_sub(self.elapsed()))
    }

    /// The end of the call's time.
    pub(super) fn deadline(&self) -> Option<Deadline> {
        let (of, left) = (self.limit()?, self.left()?);
        let at = Instant::now().checked_add(left)?;
        Some(Deadline { at, of, left })
    }

    /// Returns `true` if a part of the answer was handed out for good.
    pub(super) fn is_committed(&self) -> bool {
        self.entrance.viewer.is_some_and(Viewer::is_committed)
    }

    /// Begins an attempt.
    pub(super) fn start(&mut self, at: usize, step: &Planned, kind: AttemptKind, mut held: Held) {
        let mut record = attempt::begin(step);
        record.kind = match kind {
            AttemptKind::First | AttemptKind::Fallback if held.is_probe() => AttemptKind::Probe,
            kind => kind,
        };
        held.note(&mut record);
        record.step = at;
        if let Some(viewer) = self.entrance.viewer
            && let Some(last) = self.receipt.attempts.last()
            && let Some(reason) = last.failure
        {
            viewer.restart(Restart {
                from: last.requested_model.clone(),
                to: step.model.clone(),
                reason,
            });
        }
        record.begun_after = self.elapsed();
        let span = attempt_span(self.signals.call(), &record, &self.receipt);
        self.signals.attempt_started(&record, &self.receipt);
        let idempotency_key = self.idempotency_key(at, record.kind);
        held.sent();
        // What observers take is no time of the attempt.
        self.current = Some(Current {
            at,
            record,
            recorder: AttemptRecorder::new(),
            span,
            idempotency_key,
            started: self.now(),
            held,
        });
    }

    /// Returns the key of a request: the call's own, and for another request than its first one
    /// with the number of the plan's model and of the repair.
    fn idempotency_key(&self, at: usize, kind: AttemptKind) -> Option<String> {
        let key = self.entrance.options?.idempotency_key.as_deref()?;
        let before = self.receipt.attempts.iter();
        let before =
            before.filter(|before| before.step == at && before.kind == AttemptKind::Repair);
        let repairs = before.count() + usize::from(kind == AttemptKind::Repair);
        Some(match (at, repairs) {
            (0, 0) => key.to_owned(),
            _ => format!("{key}-{at}.{repairs}"),
        })
    }

    /// Ends the attempt that is under way.
    pub(super) fn stop(&mut self, ended: Option<&AttemptError>) {
        let now = self.now();
        let Some(current) = &mut self.current else {
            return;
        };
        let record = &mut current.record;
        record.elapsed = now.saturating_sub(current.started);
        record.failure = ended.map(|ended| ended.class);
        record.limit = ended.and_then(|ended| ended.limit);
        if let Some(step) = self.checked.steps.get(current.at) {
            let signals = &self.signals;
            let held = std::mem::take(&mut current.held);
            let booked = held.end(record, step, now, |breaker, transition| {
                signals.breaker_changed(breaker.key(), transition);
            });
            self.booked.pay(current.at, booked);
        }
        self.receipt.elapsed = now.saturating_sub(self.started);
        let Some(Current { record, span, .. }) = self.current.take() else {
            return;
        };
        self.receipt.push(record);
        if let Some(record) = self.receipt.attempts.last() {
            let drift = ended.and_then(AttemptError::drift).map(Drift::redacted);
            let signals = &self.signals;
            signals.attempt_ended(&span, record, drift.as_ref(), &self.receipt);
            #[cfg(feature = "metrics")]
            for (budget, _) in self.budgets() {
                signal::budget(budget, &*self.checked.clock);
            }
        }
    }

    /// Ends the attempt that is under way and was dropped: what was recorded until then is all that
    /// is known.
    pub(super) fn abandon(&mut self, ended: &AttemptError) {
        if let Some(current) = &mut self.current
            && let Some(step) = self.checked.steps.get(current.at)
        {
            let Current {
                recorder, record, ..
            } = current;
            attempt::settle(self.checked, step, recorder, record, false);
        }
        self.stop(Some(ended));
    }

    /// Returns the budgets that the call draws on, and what it does where one has too little left.
    pub(super) fn budgets(&self) -> impl Iterator<Item = (&'a Budget, WhenFull)> + use<'a> {
        let money = &self.checked.money;
        let shared = money
            .budget
            .as_ref()
            .map(|budget| (budget, money.when_full));
        let options = self.entrance.options;
        let when_full = options.and_then(|options| options.when_full);
        let when_full = when_full.unwrap_or(money.when_full);
        let own = self.entrance.account().map(|budget| (budget, when_full));
        shared.into_iter().chain(own)
    }

    /// A breaker has changed.
    pub(super) fn changed(&self, breaker: &Breaker, transition: &Transition) {
        self.signals.breaker_changed(breaker.key(), transition);
    }

    /// Returns the wait before the model is asked once more; `None` if it isn't. The receipt has
    /// the reason, if retries were planned for such a failure.
    pub(super) fn retry(
        &mut self,
        step: &Planned,
        class: FailureClass,
        retries: u32,
    ) -> Option<Duration> {
        let checked = self.checked;
        let policy = checked.retry.as_ref()?;
        let last = self.receipt.attempts.last();
        let left = self.left().map(|left| {
            let needed = step.settings.expected.unwrap_or_default();
            left.saturating_sub(needed)
        });
        let tried = Tried::new(class, retries)
            .retry_after(last.and_then(|attempt| attempt.retry_after))
            .refused(last.is_some_and(|attempt| attempt.no_retry))
            .left(left);
        let given_up = match policy.wait(&tried, &checked.random) {
            Ok(wait) if checked.retry_budget.retry(self.now()) => return Some(wait),
            Ok(_) => GiveUp::Budget,
            Err(GiveUp::Class) => return None,
            Err(given_up) => given_up,
        };
        if let Some(last) = self.receipt.attempts.last_mut() {
            last.not_retried = Some(given_up.to_string());
        }
        None
    }

    /// Notes that a model isn't asked.
    pub(super) fn skip(
        &mut self,
        step: &Planned,
        reason: FailureClass,
        detail: &str,
    ) -> AttemptError {
        let skip = Skip {
            model: step.model.clone(),
            reason,
            detail: detail.to_owned(),
            after_attempts: self.receipt.attempts.len(),
        };
        self.receipt.elapsed = self.elapsed();
        self.receipt.skips.push(skip);
        if let Some(skip) = self.receipt.skips.last() {
            self.signals.skipped(skip, &self.receipt);
        }
        AttemptError::new(reason, detail).of(step)
    }

    /// Ends the call with a value.
    pub(super) fn succeed(mut self) -> Receipt {
        self.end(None)
    }

    /// Ends the call without one.
    pub(super) fn fail(mut self, ended: AttemptError) -> Error {
        let receipt = self.end(Some(ended.class));
        Error::ended(ended.class, ended.who, ended.detail, receipt, ended.cause)
    }

    /// Reports the dates of the plan's models, for alerts before they pass. With each call, since
    /// a program may install its recorder after the plan was built.
    #[cfg(feature = "metrics")]
    fn dates(&self) {
        for step in &self.checked.steps {
            let dates = crate::plan::dates(step);
            if dates != signal::Dates::default() {
                signal::dates(&step.model, dates, &self.receipt);
            }
        }
    }

    fn end(&mut self, failure: Option<FailureClass>) -> Receipt {
        self.ended = true;
        self.receipt.failure = failure;
        #[cfg(feature = "metrics")]
        self.dates();
        self.signals.ended(&self.receipt);
        std::mem::take(&mut self.receipt)
    }
}

fn tags(options: Option<&CallOptions>) -> BTreeMap<String, String> {
    let tags = options.into_iter().flat_map(|own| &own.tags);
    tags.map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

/// The receipt of a dropped call still goes to the observers: money that was spent is reported.
impl Drop for Call<'_> {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        self.abandon(&AttemptError::new(FailureClass::Cancelled, ""));
        self.receipt.failure = Some(FailureClass::Cancelled);
        self.receipt.elapsed = self.elapsed();
        self.signals.dropped(&self.receipt);
    }
}
