//! The user's own hooks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::breaker::{BreakerKey, Transition};
use crate::receipt::{Attempt, Hop, Receipt, Skip};

/// Gets the events of calls, for alarms and dashboards of your own. Every method does nothing
/// unless written.
///
/// The methods run within the call, on its task: they must return soon, and hand work on to a
/// channel or a task. A panic in one of them is caught and reported as a `tracing` event at ERROR;
/// the call goes on, and its answer isn't lost. (A program that is built with `panic = "abort"`
/// ends.)
///
/// The receipt that comes along is the call's receipt so far. It holds neither keys nor texts of
/// answers, and that of the prompt only where the plan [records
/// it](crate::plan::PlanBuilder::record_prompt).
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use driftless::Observer;
/// use driftless::receipt::{Hop, Receipt};
///
/// #[derive(Default)]
/// struct Alarms(AtomicU64);
///
/// impl Observer for Alarms {
///     fn fallback_activated(&self, hop: &Hop, receipt: &Receipt) {
///         // Here a pager would learn `hop.from`, `hop.to` and `hop.reason`.
///         self.0.fetch_add(1, Ordering::Relaxed);
///     }
/// }
/// ```
#[allow(unused_variables, reason = "the names are documentation")]
pub trait Observer: Send + Sync {
    /// A model is about to be asked.
    fn attempt_started(&self, attempt: &Attempt, receipt: &Receipt) {}

    /// An attempt gave an answer, or failed; it is the last one of the receipt.
    fn attempt_ended(&self, attempt: &Attempt, receipt: &Receipt) {}

    /// Another snapshot of a model has answered than those on which it was qualified
    /// ([`Attempt::snapshot_changed`]).
    fn snapshot_changed(&self, attempt: &Attempt, receipt: &Receipt) {}

    /// An attempt was billed more than its worst case, which is all that was reserved for it
    /// ([`Attempt::overrun`]).
    fn budget_overrun(&self, attempt: &Attempt, receipt: &Receipt) {}

    /// A model was not asked: its breaker is open, a budget or the deadline doesn't allow it.
    fn model_skipped(&self, skip: &Skip, receipt: &Receipt) {}

    /// Called when another model is asked instead of the one that failed.
    fn fallback_activated(&self, hop: &Hop, receipt: &Receipt) {}

    /// A failure named a fallback that was not taken: in development, or for want of time or money.
    fn fallback_held_back(&self, hop: &Hop, receipt: &Receipt) {}

    /// Called when a breaker has opened, tries the model again, or has closed. The call that made
    /// it change reports it; changes by hand are not reported.
    fn breaker_changed(&self, breaker: &BreakerKey, transition: &Transition) {}

    /// The call gave a value, or failed ([`Receipt::failure`]).
    fn call_ended(&self, receipt: &Receipt) {}

    /// The call's future was dropped before its end. What was spent until then is in the receipt;
    /// nobody else gets it.
    fn call_dropped(&self, receipt: &Receipt) {}
}

/// The observers of a plan.
#[derive(Clone, Default)]
pub(crate) struct Observers(Vec<Arc<dyn Observer>>);

impl Observers {
    pub(crate) fn add(&mut self, observer: Arc<dyn Observer>) {
        self.0.push(observer);
    }

    /// Calls each observer; one that panics keeps nothing from the others.
    pub(super) fn tell(&self, what: impl Fn(&dyn Observer)) {
        for observer in &self.0 {
            guarded(|| what(&**observer));
        }
    }
}

/// Returns the result of the user's own code, which mustn't cost an answer; `None` if it panics.
pub(crate) fn guarded<R>(theirs: impl FnOnce() -> R) -> Option<R> {
    let result = catch_unwind(AssertUnwindSafe(theirs)).ok();
    if result.is_none() {
        tracing::event!(
            name: "driftless.observer.panicked",
            tracing::Level::ERROR,
            "an observer panicked; the call goes on without it"
        );
    }
    result
}
