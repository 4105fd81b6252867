//! Counters, gauges and histograms through the `metrics` facade.
//!
//! Labels are words that the program chose (contracts, prompts, models, providers), bounded by
//! `label`, and words of closed sets, spelled as receipts spell them. No answer and no vendor can
//! add a value: a field is a place of the contract, whatever keys an answer made up, and of the
//! model that served there is the verdict alone.

use std::collections::BTreeSet;
use std::time::Duration;

use metrics::{Label, counter, gauge, histogram};
use rust_decimal::prelude::ToPrimitive;

use super::label::{Kind, label, tag, word};
use super::metric;
use super::span::provider;
use crate::breaker::{BreakerKey, BreakerState, Transition};
use crate::budget::{Budget, Scope};
use crate::clock::Clock;
use crate::drift::Redacted;
use crate::failure::FailureClass;
use crate::money::Usd;
use crate::receipt::{Attempt, AttemptKind, HopOutcome, Receipt, Skip};

/// A call as metrics count it.
#[derive(Clone, Copy)]
pub(super) struct Counted<'a> {
    pub(super) receipt: &'a Receipt,
    /// The caller's own fields that are labels.
    pub(super) tags: &'a [Label],
}

/// Returns the tags of a call that are labels.
pub(super) fn tags(receipt: &Receipt, counted: &[&'static str]) -> Vec<Label> {
    let values = counted.iter().filter_map(|name| {
        let value = receipt.tags.get(*name)?;
        Some((format!("driftless.tag.{name}"), value))
    });
    values.map(|(name, value)| tag(name, value)).collect()
}

/// Returns the labels that every metric of a call has, with room for more.
fn labels(of: Counted<'_>) -> Vec<Label> {
    let Counted { receipt, tags } = of;
    let mut labels = Vec::with_capacity(7 + tags.len());
    labels.push(label("contract", Kind::Contract, &receipt.contract.name));
    labels.push(label("prompt", Kind::Prompt, &receipt.prompt.name));
    labels.extend_from_slice(tags);
    labels
}

fn attempt_labels(attempt: &Attempt, of: Counted<'_>) -> Vec<Label> {
    let mut labels = labels(of);
    let (vendor, model) = (provider(&attempt.provider), &attempt.requested_model);
    labels.push(word("gen_ai.operation.name", "chat"));
    labels.push(label("gen_ai.provider.name", Kind::Provider, vendor));
    labels.push(label("gen_ai.request.model", Kind::Model, model));
    labels
}

/// Returns `labels` and one more.
fn with(labels: &[Label], one: Label) -> Vec<Label> {
    let mut all = Vec::with_capacity(labels.len() + 1);
    all.extend_from_slice(labels);
    all.push(one);
    all
}

/// Returns an amount as the facade takes it.
fn dollars(amount: Usd) -> f64 {
    amount.as_decimal().to_f64().unwrap_or_default()
}

pub(super) fn attempt(attempt: &Attempt, of: Counted<'_>) {
    metric::describe();
    let labels = attempt_labels(attempt, of);
    let timed = match attempt.failure {
        Some(class) => with(&labels, word("error.type", class.name())),
        None => labels.clone(),
    };
    histogram!(metric::DURATION, timed).record(attempt.elapsed.as_secs_f64());
    if let Some(first) = attempt.first_token_after {
        histogram!(metric::FIRST_CHUNK, labels.clone()).record(first.as_secs_f64());
    }
    tokens(attempt, &labels);
    if let Some(served) = attempt.served {
        let verdict = word("driftless.served", served.name());
        counter!(metric::SERVED, with(&labels, verdict)).increment(1);
    }
    if attempt.snapshot_changed.is_some() {
        counter!(metric::SNAPSHOTS, labels.clone()).increment(1);
    }
    if attempt.kind == AttemptKind::Repair {
        let outcome = match attempt.failure {
            None => "repaired",
            Some(class) => class.name(),
        };
        counter!(metric::REPAIRS, with(&labels, word("outcome", outcome))).increment(1);
    }
    if attempt.cost_unknown() {
        counter!(metric::COST_UNKNOWN, labels.clone()).increment(1);
    }
    if let Some(paid) = attempt.paid() {
        let account = if attempt.step == 0 {
            "intended"
        } else {
            "fallback"
        };
        histogram!(metric::COST, with(&labels, word("account", account))).record(dollars(paid));
    }
}

/// Every attempt counts, one without a count as 0 of an unknown modality, as the conventions ask.
/// Vendors' counts are not divided by modality.
fn tokens(attempt: &Attempt, labels: &[Label]) {
    const UNKNOWN: Label = Label::from_static_parts("gen_ai.token.modality", "unknown");
    let usage = attempt.usage.unwrap_or_default();
    let counted = with(labels, UNKNOWN);
    for (name, tokens, is_always) in [
        (metric::CACHE_READ, usage.cached, false),
        (metric::CACHE_WRITE, usage.cache_written, false),
        (metric::REASONING, usage.reasoning, false),
        (metric::INPUT, usage.input, true),
        (metric::OUTPUT, usage.output, true),
    ] {
        if tokens > 0 || is_always {
            counter!(name, counted.clone()).increment(tokens);
        }
    }
    if attempt.usage.is_some() {
        for (name, tokens) in [
            (metric::INPUT_OF_ONE, usage.input),
            (metric::OUTPUT_OF_ONE, usage.output),
        ] {
            let tokens = tokens.to_f64().unwrap_or_default();
            histogram!(name, labels.to_vec()).record(tokens);
        }
    }
}

/// The amount beyond the worst case of an attempt.
pub(super) fn overrun(attempt: &Attempt, overrun: Usd, of: Counted<'_>) {
    metric::describe();
    histogram!(metric::OVERRUN, attempt_labels(attempt, of)).record(dollars(overrun));
}

/// One for each kind and field in which the answer deviates, however often it does.
pub(super) fn drifted(drift: &Redacted, of: Counted<'_>) {
    metric::describe();
    let pairs: BTreeSet<(&'static str, &str)> = drift
        .violations
        .iter()
        .map(|violation| (violation.kind.as_str(), violation.field.as_str()))
        .collect();
    for (kind, field) in pairs {
        let field = if field.is_empty() { "/" } else { field };
        let mut labels = labels(of);
        labels.push(word("kind", kind));
        labels.push(label("field", Kind::Field, field));
        counter!(metric::DRIFTS, labels).increment(1);
    }
}

pub(super) fn skipped(skip: &Skip, of: Counted<'_>) {
    metric::describe();
    let name = match skip.reason {
        FailureClass::BreakerOpen | FailureClass::QualityBreakerOpen => metric::BREAKER_REJECTED,
        FailureClass::BudgetExceeded => metric::OVER_BUDGET,
        _ => return,
    };
    let mut labels = labels(of);
    labels.push(label("model", Kind::Model, &skip.model));
    labels.push(word("reason", skip.reason.name()));
    counter!(name, labels).increment(1);
}

pub(super) fn call(of: Counted<'_>) {
    metric::describe();
    let receipt = of.receipt;
    let mut ended = labels(of);
    let outcome = receipt.failure.map_or("answered", FailureClass::name);
    ended.push(word("outcome", outcome));
    counter!(metric::CALLS, ended.clone()).increment(1);
    histogram!(metric::CALL_DURATION, ended).record(receipt.elapsed.as_secs_f64());
    for hop in &receipt.hops {
        let outcome = match (&hop.outcome, receipt.failure) {
            (HopOutcome::Taken, None) => "answered",
            (HopOutcome::Taken, Some(_)) => "failed",
            _ => "held_back",
        };
        let mut labels = labels(of);
        labels.push(label("from", Kind::Model, &hop.from));
        labels.push(label("to", Kind::Model, &hop.to));
        labels.push(word("reason", hop.reason.name()));
        labels.push(word("outcome", outcome));
        counter!(metric::FALLBACKS, labels).increment(1);
    }
}

/// Records what a budget has left. It may be shared by plans, so it has no contract and no prompt.
pub(crate) fn budget(budget: &Budget, clock: &dyn Clock) {
    metric::describe();
    let name = budget.name();
    for standing in budget.standing(clock) {
        let limit = &standing.limit;
        let window = match limit.window {
            Some(window) => format!("{}s", window.as_secs_f64()),
            None => "lifetime".to_owned(),
        };
        let mut labels = vec![
            label("budget", Kind::Budget, name),
            label("window", Kind::Budget, &window),
        ];
        match &limit.scope {
            Scope::All => labels.push(word("scope", "all")),
            Scope::Fallback => labels.push(word("scope", "fallback")),
            Scope::Model(model) => {
                labels.push(word("scope", "model"));
                labels.push(label("model", Kind::Model, model));
            }
        }
        gauge!(metric::BUDGET_LEFT, labels.clone()).set(dollars(standing.left));
        gauge!(metric::BUDGET_CEILING, labels).set(dollars(limit.ceiling));
    }
}

/// The days that end something of a plan's model, as Unix time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Dates {
    /// The day on which it was qualified as a fallback.
    pub(crate) qualified: Option<Duration>,
    /// The last day of that evidence.
    pub(crate) expires: Option<Duration>,
    /// The day on which the vendor shuts it down.
    pub(crate) shutdown: Option<Duration>,
}

/// The dates of a plan's model.
pub(crate) fn dates(model: &str, dates: Dates, receipt: &Receipt) {
    let of = Counted { receipt, tags: &[] };
    for (name, date) in [
        (metric::EVIDENCE_DATE, dates.qualified),
        (metric::EVIDENCE_EXPIRES, dates.expires),
        (metric::SHUTDOWN, dates.shutdown),
    ] {
        if let Some(date) = date {
            let mut labels = labels(of);
            labels.push(label("model", Kind::Model, model));
            gauge!(name, labels).set(date.as_secs_f64());
        }
    }
}

/// 0 closed, 1 half-open, 2 open. A breaker belongs to no prompt, and only one of quality to a
/// contract: with the labels of the call that saw the change, the next call's would leave the old
/// value standing.
pub(super) fn breaker_changed(key: &BreakerKey, transition: &Transition) {
    metric::describe();
    let state = match transition.to {
        BreakerState::Open | BreakerState::ForcedOpen => 2.0,
        BreakerState::HalfOpen => 1.0,
        _ => 0.0,
    };
    let mut labels = vec![
        label("provider", Kind::Provider, provider(&key.provider)),
        label("model", Kind::Model, &key.model),
    ];
    if let Some(contract) = &key.contract {
        labels.push(label("contract", Kind::Contract, contract));
    }
    gauge!(metric::BREAKER_STATE, labels).set(state);
}
