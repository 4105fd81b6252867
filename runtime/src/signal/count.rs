//! Counters through the `metrics` facade: the names of OpenTelemetry's conventions for generative
//! AI (v1.41) where these have one, ours for the rest, all of them below `driftless.`.
//!
//! Labels are words that the program chose (contracts, prompts, models, providers) and words of
//! closed sets, spelled as receipts spell them. No answer and no vendor can add a value: a field is
//! a place of the contract, whatever keys an answer made up.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use metrics::{
    Label, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
    with_recorder,
};
use rust_decimal::prelude::ToPrimitive;

use super::span::provider;
use crate::breaker::{BreakerKey, BreakerState, Transition};
use crate::drift::Redacted;
use crate::failure::FailureClass;
use crate::money::Usd;
use crate::receipt::{Attempt, HopOutcome, Receipt, Skip};

const DURATION: &str = "gen_ai.client.operation.duration";
const FIRST_CHUNK: &str = "gen_ai.client.operation.time_to_first_chunk";
const TOKENS: &str = "gen_ai.client.token.usage";
const CALLS: &str = "driftless.calls";
const CALL_DURATION: &str = "driftless.call.duration";
const COST: &str = "driftless.cost.usd";
const DRIFTS: &str = "driftless.drifts";
const FALLBACKS: &str = "driftless.fallback.activations";
const OVER_BUDGET: &str = "driftless.budget.rejected";
const OVERRUN: &str = "driftless.budget.overrun.usd";
const BREAKER_REJECTED: &str = "driftless.circuit_breaker.rejected";
const BREAKER_STATE: &str = "driftless.circuit_breaker.state";

/// Describes all metrics to the recorder that is in force, once for each one after another: a
/// program may install its recorder after the first plan is built.
fn describe() {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    let here = with_recorder(|recorder| std::ptr::from_ref(recorder).cast::<()>().addr());
    if LAST.load(Ordering::Relaxed) == here {
        return;
    }
    LAST.store(here, Ordering::Relaxed);
    describe_histogram!(DURATION, Unit::Seconds, "Time of one attempt of a model");
    describe_histogram!(
        FIRST_CHUNK,
        Unit::Seconds,
        "Time to the first piece of a model's output"
    );
    describe_histogram!(TOKENS, Unit::Count, "Tokens of one attempt, by their type");
    describe_counter!(
        CALLS,
        Unit::Count,
        "Calls by how they ended: answered, or the class of the failure"
    );
    describe_histogram!(
        CALL_DURATION,
        Unit::Seconds,
        "Time of one call, with all its attempts and waits"
    );
    describe_histogram!(
        COST,
        "US dollars of one call, by what they were spent on: intended or fallback"
    );
    describe_counter!(
        DRIFTS,
        Unit::Count,
        "Answers that deviate from their contract, by kind and field"
    );
    describe_counter!(
        FALLBACKS,
        Unit::Count,
        "Fallbacks that a failure triggered, by what became of them"
    );
    describe_counter!(
        OVER_BUDGET,
        Unit::Count,
        "Models not asked since a limit on money had too little left"
    );
    describe_histogram!(
        OVERRUN,
        "US dollars that one attempt was billed beyond its worst case"
    );
    describe_counter!(
        BREAKER_REJECTED,
        Unit::Count,
        "Models not asked since a breaker was open"
    );
    describe_gauge!(
        BREAKER_STATE,
        "State of a breaker: 0 closed, 1 half-open, 2 open"
    );
}

/// Returns the labels that every metric of a call has, and room for more.
fn labels(receipt: &Receipt) -> Vec<Label> {
    vec![
        Label::new("contract", receipt.contract.name.clone()),
        Label::new("prompt", receipt.prompt.name.clone()),
    ]
}

fn attempt_labels(attempt: &Attempt, receipt: &Receipt) -> Vec<Label> {
    let mut labels = labels(receipt);
    let vendor = provider(&attempt.provider).to_owned();
    labels.push(Label::from_static_parts("gen_ai.operation.name", "chat"));
    labels.push(Label::new("gen_ai.provider.name", vendor));
    let model = attempt.requested_model.clone();
    labels.push(Label::new("gen_ai.request.model", model));
    labels
}

pub(super) fn attempt(attempt: &Attempt, receipt: &Receipt) {
    describe();
    let labels = attempt_labels(attempt, receipt);
    let mut timed = labels.clone();
    if let Some(class) = attempt.failure {
        timed.push(Label::from_static_parts("error.type", class.name()));
    }
    histogram!(DURATION, timed).record(attempt.elapsed.as_secs_f64());
    if let Some(first) = attempt.first_token_after {
        histogram!(FIRST_CHUNK, labels.clone()).record(first.as_secs_f64());
    }
    let usage = attempt.usage.unwrap_or_default();
    for (kind, tokens) in [("input", usage.input), ("output", usage.output)] {
        if tokens > 0 {
            let mut labels = labels.clone();
            labels.push(Label::from_static_parts("gen_ai.token.type", kind));
            histogram!(TOKENS, labels).record(tokens.to_f64().unwrap_or_default());
        }
    }
}

/// The amount beyond the worst case of an attempt.
pub(super) fn overrun(attempt: &Attempt, overrun: Usd, receipt: &Receipt) {
    describe();
    if let Some(dollars) = overrun.as_decimal().to_f64() {
        histogram!(OVERRUN, attempt_labels(attempt, receipt)).record(dollars);
    }
}

/// One for each kind and field in which the answer deviates, however often it does.
pub(super) fn drifted(drift: &Redacted, receipt: &Receipt) {
    describe();
    let pairs: BTreeSet<(&'static str, &str)> = drift
        .violations
        .iter()
        .map(|violation| (violation.kind.as_str(), violation.field.as_str()))
        .collect();
    for (kind, field) in pairs {
        let field = if field.is_empty() { "/" } else { field };
        let mut labels = labels(receipt);
        labels.push(Label::from_static_parts("kind", kind));
        labels.push(Label::new("field", field.to_owned()));
        counter!(DRIFTS, labels).increment(1);
    }
}

pub(super) fn skipped(skip: &Skip, receipt: &Receipt) {
    describe();
    let name = match skip.reason {
        FailureClass::BreakerOpen | FailureClass::QualityBreakerOpen => BREAKER_REJECTED,
        FailureClass::BudgetExceeded => OVER_BUDGET,
        _ => return,
    };
    let mut labels = labels(receipt);
    labels.push(Label::new("model", skip.model.clone()));
    labels.push(Label::from_static_parts("reason", skip.reason.name()));
    counter!(name, labels).increment(1);
}

pub(super) fn call(receipt: &Receipt) {
    describe();
    let mut ended = labels(receipt);
    let outcome = receipt.failure.map_or("answered", FailureClass::name);
    ended.push(Label::from_static_parts("outcome", outcome));
    counter!(CALLS, ended.clone()).increment(1);
    histogram!(CALL_DURATION, ended).record(receipt.elapsed.as_secs_f64());
    for hop in &receipt.hops {
        let outcome = match (&hop.outcome, receipt.failure) {
            (HopOutcome::Taken, None) => "answered",
            (HopOutcome::Taken, Some(_)) => "failed",
            _ => "held_back",
        };
        let mut labels = labels(receipt);
        labels.push(Label::new("from", hop.from.clone()));
        labels.push(Label::new("to", hop.to.clone()));
        labels.push(Label::from_static_parts("reason", hop.reason.name()));
        labels.push(Label::from_static_parts("outcome", outcome));
        counter!(FALLBACKS, labels).increment(1);
    }
    let spend = receipt.spend;
    for (of, amount) in [("intended", spend.intended), ("fallback", spend.fallback)] {
        if let Some(dollars) = amount
            .as_decimal()
            .to_f64()
            .filter(|dollars| *dollars > 0.0)
        {
            let mut labels = labels(receipt);
            labels.push(Label::from_static_parts("of", of));
            histogram!(COST, labels).record(dollars);
        }
    }
}

/// 0 closed, 1 half-open, 2 open. A breaker belongs to no prompt, and only one of quality to a
/// contract: with the labels of the call that saw the change, the next call's would leave the old
/// value standing.
pub(super) fn breaker_changed(key: &BreakerKey, transition: &Transition) {
    describe();
    let state = match transition.to {
        BreakerState::Open | BreakerState::ForcedOpen => 2.0,
        BreakerState::HalfOpen => 1.0,
        _ => 0.0,
    };
    let mut labels = vec![
        Label::new("provider", provider(&key.provider).to_owned()),
        Label::new("model", key.model.clone()),
    ];
    if let Some(contract) = &key.contract {
        labels.push(Label::new("contract", contract.clone()));
    }
    gauge!(BREAKER_STATE, labels).set(state);
}
