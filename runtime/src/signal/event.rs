//! Events for `tracing`, each with the call that it belongs to; those that an alarm may wait for
//! have WARN or above.

use tracing::{Level, Span, event};

use super::span::{provider, whole};
use crate::breaker::{BreakerKey, BreakerState, Transition};
use crate::drift::Redacted;
use crate::failure::FailureClass;
use crate::money::Usd;
use crate::receipt::{Attempt, Hop, Omitted, Receipt, Skip, SnapshotChange};

/// Most deviations that an event names.
const NAMED: usize = 5;

/// Returns the first places of `drift`, each with the kind of the deviation, without a word of the
/// answer.
pub(super) fn places(drift: &Redacted) -> String {
    let places = drift.violations.iter().take(NAMED);
    let places: Vec<String> = places
        .map(|violation| format!("{} {}", violation.field, violation.kind.as_str()))
        .collect();
    places.join(", ")
}

/// Writes an event of a call, with what all of them have: which call, of which prompt, for which
/// contract.
macro_rules! call_event {
    ($name:literal, $level:expr, $parent:expr, $receipt:expr, $message:literal, $($fields:tt)*) => {
        event!(
            name: $name,
            parent: $parent,
            $level,
            driftless.call.id = $receipt.id.as_str(),
            driftless.contract.name = $receipt.contract.name.as_str(),
            gen_ai.prompt.name = $receipt.prompt.name.as_str(),
            $($fields)*
            $message
        )
    };
}

pub(super) fn hop(call: &Span, hop: &Hop, receipt: &Receipt) {
    if hop.taken() {
        call_event!(
            "driftless.fallback.activated",
            Level::WARN,
            call,
            receipt,
            "fallback activated",
            driftless.fallback.from = hop.from.as_str(),
            driftless.fallback.to = hop.to.as_str(),
            driftless.fallback.reason = hop.reason.name(),
            driftless.fallback.evidence = display(&hop.evidence),
        );
    } else {
        call_event!(
            "driftless.fallback.held_back",
            Level::WARN,
            call,
            receipt,
            "fallback not taken",
            driftless.fallback.from = hop.from.as_str(),
            driftless.fallback.to = hop.to.as_str(),
            driftless.fallback.reason = hop.reason.name(),
            driftless.fallback.outcome = display(&hop.outcome),
        );
    }
}

pub(super) fn snapshot_changed(
    span: &Span,
    attempt: &Attempt,
    change: &SnapshotChange,
    receipt: &Receipt,
) {
    call_event!(
        "driftless.model.snapshot_changed",
        Level::WARN,
        span,
        receipt,
        "another snapshot answered than was qualified",
        gen_ai.request.model = attempt.requested_model.as_str(),
        gen_ai.response.model = change.served.as_str(),
        driftless.model.qualified = display(change.qualified.join(", ")),
    );
}

/// A bill beyond the worst case: a price, a limit or a tariff is other than the plan believes.
pub(super) fn overrun(span: &Span, attempt: &Attempt, overrun: Usd, receipt: &Receipt) {
    let dollars = |amount: Usd| amount.as_decimal().normalize();
    call_event!(
        "driftless.budget.overrun",
        Level::WARN,
        span,
        receipt,
        "an attempt was billed more than its worst case",
        gen_ai.provider.name = provider(&attempt.provider),
        gen_ai.request.model = attempt.requested_model.as_str(),
        driftless.overrun.usd = display(dollars(overrun)),
        driftless.reserved.usd = display(dollars(attempt.reserved.unwrap_or(Usd::ZERO))),
        driftless.booked.usd = display(dollars(attempt.booked.unwrap_or(Usd::ZERO))),
    );
}

pub(super) fn skipped(call: &Span, skip: &Skip, receipt: &Receipt) {
    call_event!(
        "driftless.model.skipped", Level::WARN, call, receipt, "model not asked",
        gen_ai.request.model = skip.model.as_str(),
        error.type = skip.reason.name(),
        driftless.detail = skip.detail.as_str(),
    );
}

/// An answer that deviates, whether or not another one has made up for it: where in the contract
/// and in which kind, without a word of it.
pub(super) fn drifted(span: &Span, attempt: &Attempt, drift: &Redacted, receipt: &Receipt) {
    call_event!(
        "driftless.answer.drifted",
        Level::WARN,
        span,
        receipt,
        "an answer deviates from its contract",
        gen_ai.provider.name = provider(&attempt.provider),
        gen_ai.request.model = attempt.requested_model.as_str(),
        gen_ai.response.model = attempt.served_model.as_deref(),
        driftless.drift.violations = whole(drift.violations.len()),
        driftless.drift.places = places(drift),
        driftless.drift.answer_bytes = whole(drift.answer_bytes),
    );
}

/// A call that ended without a value: it failed, or its future was dropped.
pub(super) fn failed(call: &Span, class: FailureClass, receipt: &Receipt) {
    let last = receipt.attempts.last();
    // A call that made no attempt was held back before the last model that it would have asked.
    let model = match last {
        Some(attempt) => Some(attempt.requested_model.as_str()),
        None => receipt.skips.last().map(|skip| skip.model.as_str()),
    };
    call_event!(
        "driftless.call.failed", Level::WARN, call, receipt, "call ended without a value",
        error.type = class.name(),
        driftless.actor = class.actor().as_str(),
        gen_ai.provider.name = last.map(|attempt| provider(&attempt.provider)),
        gen_ai.request.model = model,
        http.response.status_code = last.and_then(|attempt| attempt.status.map(i64::from)),
        driftless.request.id = last.and_then(|attempt| attempt.request_id.as_deref()),
        driftless.attempts = whole(receipt.attempts.len()),
        driftless.cost.usd = display(receipt.spend.total().as_decimal().normalize()),
        driftless.elapsed_ms = whole(receipt.elapsed.as_millis()),
    );
}

/// Reports a plan that started without one of its fallbacks.
pub(crate) fn fallback_omitted(prompt: &str, omitted: &Omitted) {
    event!(
        name: "driftless.fallback.omitted",
        Level::WARN,
        gen_ai.prompt.name = prompt,
        gen_ai.request.model = omitted.model.as_str(),
        driftless.detail = omitted.why.as_str(),
        "the plan starts without a fallback"
    );
}

/// Reports evidence whose last day is near: the next start after it may fail.
pub(crate) fn evidence_expiring(prompt: &str, model: &str, expires: &str) {
    event!(
        name: "driftless.evidence.expiring",
        Level::WARN,
        gen_ai.prompt.name = prompt,
        gen_ai.request.model = model,
        driftless.evidence.expires = expires,
        "the evidence for a fallback expires soon; renew it by `contracts qualify`"
    );
}

/// Reports a model that its vendor will shut down: from that day on, no plan with it builds.
pub(crate) fn model_retiring(prompt: &str, model: &str, day: &str, successor: Option<&str>) {
    event!(
        name: "driftless.model.retiring",
        Level::WARN,
        gen_ai.prompt.name = prompt,
        gen_ai.request.model = model,
        driftless.model.shutdown = day,
        driftless.model.successor = successor,
        "the vendor shuts the model down soon; qualify another one"
    );
}

pub(crate) fn settings_ignored(prompt: &str, model: &str, settings: &str) {
    event!(
        name: "driftless.settings.ignored",
        Level::WARN,
        gen_ai.prompt.name = prompt,
        gen_ai.request.model = model,
        driftless.settings = settings,
        "the model doesn't read settings that the plan has; leave them out"
    );
}

pub(crate) fn media_unconfirmed(prompt: &str, model: &str, kinds: &str) {
    event!(
        name: "driftless.media.unconfirmed",
        Level::WARN,
        gen_ai.prompt.name = prompt,
        gen_ai.request.model = model,
        driftless.media = kinds,
        "nothing is known of whether the model takes these media; try it, and add it by `.catalogue(…)`"
    );
}

/// Opened is an error, trying again a warning, closed a piece of news (severities as in Polly's
/// telemetry, v8).
pub(super) fn breaker_changed(call: &Span, key: &BreakerKey, transition: &Transition) {
    macro_rules! tell {
        ($level:expr) => {
            event!(
                name: "driftless.circuit_breaker.state_changed",
                parent: call,
                $level,
                gen_ai.provider.name = provider(&key.provider),
                gen_ai.request.model = key.model.as_str(),
                driftless.contract.name = key.contract.as_deref(),
                driftless.circuit_breaker.from = transition.from.name(),
                driftless.circuit_breaker.to = transition.to.name(),
                driftless.circuit_breaker.reason = display(&transition.reason),
                "circuit breaker changed"
            )
        };
    }
    match transition.to {
        BreakerState::Open | BreakerState::ForcedOpen => tell!(Level::ERROR),
        BreakerState::HalfOpen => tell!(Level::WARN),
        _ => tell!(Level::INFO),
    }
}
