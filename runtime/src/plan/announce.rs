//! The events of `build()`: what a plan starts without, and what will soon keep it from starting.

use std::time::{Duration, SystemTime};

use super::Planned;
#[cfg(feature = "metrics")]
use crate::clock::beginning_of;
use crate::clock::day;
use crate::evidence::Evidence;
use crate::receipt::Omitted;
use crate::signal;

/// Time before its last day at which evidence is reported.
const AHEAD: Duration = Duration::from_secs(30 * 86_400);

/// Time before its last day at which a model is reported: to qualify and roll out another one takes
/// longer than to renew evidence.
const BEFORE_SHUTDOWN: Duration = Duration::from_secs(60 * 86_400);

/// Reports the events of a plan that was built, if there are any.
pub(super) fn built(prompt: &str, steps: &[Planned], omitted: &[Omitted], now: SystemTime) {
    for omitted in omitted {
        signal::fallback_omitted(prompt, omitted);
    }
    for step in steps.iter().filter(|step| !step.ignored.is_empty()) {
        signal::settings_ignored(prompt, &step.model, &step.ignored.join(", "));
    }
    for step in steps.iter().filter(|step| !step.unconfirmed.is_empty()) {
        signal::media_unconfirmed(prompt, &step.model, &step.unconfirmed.to_string());
    }
    if let Some(ahead) = now.checked_add(BEFORE_SHUTDOWN).map(day) {
        shutdowns(prompt, steps, &ahead);
    }
    let Some(ahead) = now.checked_add(AHEAD).map(day) else {
        return;
    };
    for step in steps {
        let evidence = step.edge.as_ref().map(|edge| &edge.evidence);
        if let Some(Evidence::Qualified(qualified)) = evidence
            && qualified.expires <= ahead
        {
            signal::evidence_expiring(prompt, &step.model, &qualified.expires);
        }
    }
}

/// Reports the models that their vendors shut down by the day `ahead`.
fn shutdowns(prompt: &str, steps: &[Planned], ahead: &str) {
    for step in steps {
        if let Some(known) = &step.known
            && let Some(day) = known.shutdown.as_deref().filter(|day| *day <= ahead)
        {
            signal::model_retiring(prompt, &step.model, day, known.successor.as_deref());
        }
    }
}

/// Returns the days that end something of a plan's model.
#[cfg(feature = "metrics")]
pub(crate) fn dates(step: &Planned) -> signal::Dates {
    let mut dates = signal::Dates::default();
    if let Some(Evidence::Qualified(qualified)) = step.edge.as_ref().map(|edge| &edge.evidence) {
        dates.qualified = beginning_of(&qualified.date);
        dates.expires = beginning_of(&qualified.expires);
    }
    let shutdown = step
        .known
        .as_ref()
        .and_then(|known| known.shutdown.as_ref());
    dates.shutdown = shutdown.and_then(|day| beginning_of(day));
    dates
}
