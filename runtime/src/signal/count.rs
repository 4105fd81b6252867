//! Counters through the `metrics` facade: the names of OpenTelemetry's conventions for generative AI (v1.41) where these have one, ours for the rest.

use metrics::{counter, gauge, histogram};
use rust_decimal::prelude::ToPrimitive;

use super::span::provider;
use crate::breaker::{BreakerKey, BreakerState, Transition};
use crate::failure::FailureClass;
use crate::receipt::{Attempt, HopOutcome, Receipt, Skip};

pub(super) fn attempt(attempt: &Attempt) {
    let vendor = provider(&attempt.provider).to_owned();
    let asked = attempt.requested_model.clone();
    let failure = attempt.failure.map_or("", FailureClass::as_str);
    histogram!(
        "gen_ai.client.operation.duration",
        "gen_ai.operation.name" => "chat",
        "gen_ai.provider.name" => vendor.clone(),
        "gen_ai.request.model" => asked.clone(),
        "error.type" => failure,
    )
    .record(attempt.elapsed.as_secs_f64());
    if let Some(first) = attempt.first_token_after {
        histogram!(
            "gen_ai.client.operation.time_to_first_chunk",
            "gen_ai.operation.name" => "chat",
            "gen_ai.provider.name" => vendor.clone(),
            "gen_ai.request.model" => asked.clone(),
        )
        .record(first.as_secs_f64());
    }
    let usage = attempt.usage.unwrap_or_default();
    for (kind, tokens) in [("input", usage.input), ("output", usage.output)] {
        if tokens > 0 {
            histogram!(
                "gen_ai.client.token.usage",
                "gen_ai.operation.name" => "chat",
                "gen_ai.provider.name" => vendor.clone(),
                "gen_ai.request.model" => asked.clone(),
                "gen_ai.token.type" => kind,
            )
            .record(tokens.to_f64().unwrap_or_default());
        }
    }
}

pub(super) fn skipped(skip: &Skip) {
    let name = match skip.reason {
        FailureClass::BreakerOpen | FailureClass::QualityBreakerOpen => "circuit_breaker.rejected",
        FailureClass::BudgetExceeded => "budget.rejected",
        _ => return,
    };
    counter!(name, "model" => skip.model.clone()).increment(1);
}

pub(super) fn call(receipt: &Receipt) {
    let contract = receipt.contract.name.clone();
    for hop in &receipt.hops {
        let outcome = match (&hop.outcome, receipt.failure) {
            (HopOutcome::Taken, None) => "answered",
            (HopOutcome::Taken, Some(_)) => "failed",
            _ => "held back",
        };
        counter!(
            "fallback.activations",
            "contract" => contract.clone(),
            "from" => hop.from.clone(),
            "to" => hop.to.clone(),
            "reason" => hop.reason.as_str(),
            "outcome" => outcome,
        )
        .increment(1);
    }
    let spend = receipt.spend;
    for (of, amount) in [("intended", spend.intended), ("fallback", spend.fallback)] {
        if let Some(dollars) = amount
            .as_decimal()
            .to_f64()
            .filter(|dollars| *dollars > 0.0)
        {
            histogram!("cost", "contract" => contract.clone(), "of" => of).record(dollars);
        }
    }
}

/// 0 closed, 1 half-open, 2 open.
pub(super) fn breaker_changed(key: &BreakerKey, transition: &Transition) {
    let state = match transition.to {
        BreakerState::Open | BreakerState::ForcedOpen => 2.0,
        BreakerState::HalfOpen => 1.0,
        _ => 0.0,
    };
    gauge!(
        "circuit_breaker.state",
        "provider" => provider(&key.provider).to_owned(),
        "model" => key.model.clone(),
        "contract" => key.contract.clone().unwrap_or_default(),
    )
    .set(state);
}
