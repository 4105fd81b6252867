//! Telemetry of a call while it runs: `tracing` spans and events, counters, and the user's own
//! hooks. It contains no text of an answer, and the prompt's text only in receipts that record it.

#[cfg(feature = "metrics")]
mod count;
mod evaluation;
mod event;
#[cfg(feature = "metrics")]
mod label;
#[cfg(feature = "metrics")]
mod metric;
mod observer;
mod span;

#[cfg(feature = "metrics")]
use count::Counted;
#[cfg(feature = "metrics")]
pub(crate) use count::{Dates, budget, dates};
pub(crate) use event::{
    evidence_expiring, fallback_omitted, media_unconfirmed, model_retiring, settings_ignored,
};
pub use observer::Observer;
pub(crate) use observer::{Observers, guarded};
pub(crate) use span::{attempt_span, call_span};

use tracing::Span;

use crate::breaker::{BreakerKey, Transition};
use crate::drift::Redacted;
use crate::receipt::{Attempt, Hop, Receipt, Skip};

/// The spans of one call, and its observers.
pub(crate) struct Signals<'a> {
    observers: &'a Observers,
    call: Span,
    /// The caller's own fields that are labels.
    #[cfg(feature = "metrics")]
    tags: Vec<metrics::Label>,
}

impl<'a> Signals<'a> {
    #[cfg_attr(
        not(feature = "metrics"),
        expect(unused_variables, reason = "only metrics have labels")
    )]
    pub(crate) fn new(
        observers: &'a Observers,
        call: Span,
        receipt: &Receipt,
        counted: &[&'static str],
    ) -> Self {
        Self {
            observers,
            call,
            #[cfg(feature = "metrics")]
            tags: count::tags(receipt, counted),
        }
    }

    /// Returns the call as metrics count it.
    #[cfg(feature = "metrics")]
    fn counted<'r>(&'r self, receipt: &'r Receipt) -> Counted<'r> {
        Counted {
            receipt,
            tags: &self.tags,
        }
    }

    /// The call's span.
    pub(crate) fn call(&self) -> &Span {
        &self.call
    }

    pub(crate) fn attempt_started(&self, attempt: &Attempt, receipt: &Receipt) {
        self.observers
            .tell(|observer| observer.attempt_started(attempt, receipt));
    }

    /// `drift` is how its answer deviates, if that is why the attempt failed.
    pub(crate) fn attempt_ended(
        &self,
        span: &Span,
        attempt: &Attempt,
        drift: Option<&Redacted>,
        receipt: &Receipt,
    ) {
        span::record_attempt(span, attempt);
        evaluation::answer(span, attempt, drift, receipt);
        #[cfg(feature = "metrics")]
        count::attempt(attempt, self.counted(receipt));
        if let Some(drift) = drift {
            event::drifted(span, attempt, drift, receipt);
            #[cfg(feature = "metrics")]
            count::drifted(drift, self.counted(receipt));
        }
        self.observers
            .tell(|observer| observer.attempt_ended(attempt, receipt));
        if let Some(overrun) = attempt.overrun {
            event::overrun(span, attempt, overrun, receipt);
            #[cfg(feature = "metrics")]
            count::overrun(attempt, overrun, self.counted(receipt));
            self.observers
                .tell(|observer| observer.budget_overrun(attempt, receipt));
        }
        if let Some(change) = &attempt.snapshot_changed {
            event::snapshot_changed(span, attempt, change, receipt);
            self.observers
                .tell(|observer| observer.snapshot_changed(attempt, receipt));
        }
    }

    pub(crate) fn skipped(&self, skip: &Skip, receipt: &Receipt) {
        event::skipped(&self.call, skip, receipt);
        #[cfg(feature = "metrics")]
        count::skipped(skip, self.counted(receipt));
        self.observers
            .tell(|observer| observer.model_skipped(skip, receipt));
    }

    pub(crate) fn hop(&self, hop: &Hop, receipt: &Receipt) {
        event::hop(&self.call, hop, receipt);
        if hop.taken() {
            evaluation::evidence(&self.call, hop, receipt);
        }
        self.observers.tell(|observer| {
            if hop.taken() {
                observer.fallback_activated(hop, receipt);
            } else {
                observer.fallback_held_back(hop, receipt);
            }
        });
    }

    pub(crate) fn breaker_changed(&self, key: &BreakerKey, transition: &Transition) {
        event::breaker_changed(&self.call, key, transition);
        #[cfg(feature = "metrics")]
        count::breaker_changed(key, transition);
        self.observers
            .tell(|observer| observer.breaker_changed(key, transition));
    }

    pub(crate) fn ended(&self, receipt: &Receipt) {
        self.told(receipt);
        self.observers.tell(|observer| observer.call_ended(receipt));
    }

    pub(crate) fn dropped(&self, receipt: &Receipt) {
        self.told(receipt);
        self.observers
            .tell(|observer| observer.call_dropped(receipt));
    }

    /// Reports the end of a call, whatever caused it.
    fn told(&self, receipt: &Receipt) {
        span::record_call(&self.call, receipt);
        if let Some(class) = receipt.failure {
            event::failed(&self.call, class, receipt);
        }
        #[cfg(feature = "metrics")]
        count::call(self.counted(receipt));
    }
}
