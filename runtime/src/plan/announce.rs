//! The events of `build()`: what a plan starts without, and what will soon keep it from starting.

use std::time::{Duration, SystemTime};

use super::Planned;
use crate::clock::day;
use crate::evidence::Evidence;
use crate::receipt::Omitted;
use crate::signal;

/// Time before its last day at which evidence is reported.
const AHEAD: Duration = Duration::from_secs(30 * 86_400);

/// Reports the events of a plan that was built, if there are any.
pub(super) fn built(prompt: &str, steps: &[Planned], omitted: &[Omitted], now: SystemTime) {
    for omitted in omitted {
        signal::fallback_omitted(prompt, omitted);
    }
    for step in steps.iter().filter(|step| !step.ignored.is_empty()) {
        signal::settings_ignored(prompt, &step.model, &step.ignored.join(", "));
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
