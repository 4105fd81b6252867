//! Spans and events for `tracing`, in the words of OpenTelemetry's conventions for generative AI where these have one (v1.41, and the development line of 2026-10).
//!
//! One span `contract {name}` per call, with one child `chat {model}` per attempt. `otel.name` and `otel.kind` are what `tracing-opentelemetry` reads.
//! What the conventions don't name is ours: `contract.*`, `attempt.*`, `fallback.*`, `llm.cost.usd`.

use tracing::field::{Empty, display};
use tracing::{Level, Span, event, info_span};

use crate::breaker::{BreakerKey, BreakerState, Transition};
use crate::receipt::{Attempt, Hop, Omitted, Receipt, Skip, SnapshotChange};

/// The values of `gen_ai.provider.name` that differ from our names (semantic-conventions v1.41, 2026-04-28).
const PROVIDERS: &[(&str, &str)] = &[("gemini", "gcp.gemini"), ("mistral", "mistral_ai")];

pub(super) fn provider(name: &str) -> &str {
    PROVIDERS
        .iter()
        .find(|(ours, _)| *ours == name)
        .map_or(name, |(_, theirs)| theirs)
}

/// The span of a call; `model` is the plan's first.
pub(crate) fn call_span(receipt: &Receipt, model: &str) -> Span {
    let contract = &receipt.contract;
    info_span!(
        "contract",
        otel.name = display(format_args!("contract {}", contract.name)),
        otel.kind = "internal",
        otel.status_code = Empty,
        contract.name = contract.name.as_str(),
        contract.hash = contract.text.as_str(),
        contract.mode = display(receipt.mode),
        gen_ai.prompt.name = receipt.prompt.name.as_str(),
        gen_ai.prompt.version = receipt.prompt.fingerprint.as_str(),
        gen_ai.request.model = model,
        gen_ai.response.model = Empty,
        fallback.used = Empty,
        fallback.reason = Empty,
        fallback.from = Empty,
        fallback.to = Empty,
        llm.cost.usd = Empty,
        error.type = Empty,
    )
}

/// The span of one attempt.
pub(crate) fn attempt_span(call: &Span, attempt: &Attempt, index: usize) -> Span {
    info_span!(
        parent: call,
        "chat",
        otel.name = display(format_args!("chat {}", attempt.requested_model)),
        otel.kind = "client",
        otel.status_code = Empty,
        gen_ai.operation.name = "chat",
        gen_ai.provider.name = provider(&attempt.provider),
        gen_ai.request.model = attempt.requested_model.as_str(),
        gen_ai.output.type = "json",
        server.address = attempt.base_url.as_str(),
        attempt.index = index,
        attempt.kind = attempt.kind.as_str(),
        gen_ai.response.model = Empty,
        gen_ai.response.id = Empty,
        gen_ai.response.time_to_first_chunk = Empty,
        gen_ai.usage.input_tokens = Empty,
        gen_ai.usage.output_tokens = Empty,
        gen_ai.usage.cache_read.input_tokens = Empty,
        gen_ai.usage.reasoning.output_tokens = Empty,
        http.response.status_code = Empty,
        llm.cost.usd = Empty,
        error.type = Empty,
    )
}

pub(super) fn record_attempt(span: &Span, attempt: &Attempt) {
    if span.is_disabled() {
        return;
    }
    if let Some(model) = &attempt.served_model {
        span.record("gen_ai.response.model", model.as_str());
    }
    if let Some(id) = &attempt.request_id {
        span.record("gen_ai.response.id", id.as_str());
    }
    if let Some(first) = attempt.first_token_after {
        span.record("gen_ai.response.time_to_first_chunk", first.as_secs_f64());
    }
    if let Some(usage) = &attempt.usage {
        span.record("gen_ai.usage.input_tokens", usage.input);
        span.record("gen_ai.usage.output_tokens", usage.output);
        span.record("gen_ai.usage.cache_read.input_tokens", usage.cached);
        span.record("gen_ai.usage.reasoning.output_tokens", usage.reasoning);
    }
    if let Some(status) = attempt.status {
        span.record("http.response.status_code", status);
    }
    if let Some(cost) = attempt.cost {
        span.record("llm.cost.usd", display(cost.as_decimal().normalize()));
    }
    if let Some(class) = attempt.failure {
        span.record("error.type", class.as_str());
        span.record("otel.status_code", "ERROR");
    }
}

pub(super) fn record_call(span: &Span, receipt: &Receipt) {
    if span.is_disabled() {
        return;
    }
    let served = receipt
        .answered()
        .and_then(|attempt| attempt.served_model.as_deref());
    if let Some(model) = served {
        span.record("gen_ai.response.model", model);
    }
    let hop = receipt.fallback();
    span.record("fallback.used", hop.is_some());
    if let Some(hop) = hop {
        span.record("fallback.reason", hop.reason.as_str());
        span.record("fallback.from", hop.from.as_str());
        span.record("fallback.to", hop.to.as_str());
    }
    let spent = receipt.spend.total().as_decimal().normalize();
    span.record("llm.cost.usd", display(spent));
    if let Some(class) = receipt.failure {
        span.record("error.type", class.as_str());
        span.record("otel.status_code", "ERROR");
    }
}

pub(super) fn hop(call: &Span, hop: &Hop, receipt: &Receipt) {
    if hop.taken() {
        event!(
            name: "fallback.activated",
            parent: call,
            Level::WARN,
            contract.name = receipt.contract.name.as_str(),
            fallback.from = hop.from.as_str(),
            fallback.to = hop.to.as_str(),
            fallback.reason = hop.reason.as_str(),
            fallback.evidence = display(&hop.evidence),
            "fallback activated"
        );
    } else {
        event!(
            name: "fallback.held_back",
            parent: call,
            Level::WARN,
            contract.name = receipt.contract.name.as_str(),
            fallback.from = hop.from.as_str(),
            fallback.to = hop.to.as_str(),
            fallback.reason = hop.reason.as_str(),
            fallback.outcome = display(&hop.outcome),
            "fallback not taken"
        );
    }
}

pub(super) fn snapshot_changed(span: &Span, attempt: &Attempt, change: &SnapshotChange) {
    event!(
        name: "model.snapshot_changed",
        parent: span,
        Level::WARN,
        gen_ai.request.model = attempt.requested_model.as_str(),
        gen_ai.response.model = change.served.as_str(),
        model.qualified = display(change.qualified.join(", ")),
        "another snapshot answered than was qualified"
    );
}

pub(super) fn skipped(call: &Span, skip: &Skip) {
    event!(
        name: "model.skipped",
        parent: call,
        Level::WARN,
        gen_ai.request.model = skip.model.as_str(),
        error.type = skip.reason.as_str(),
        detail = skip.detail.as_str(),
        "model not asked"
    );
}

pub(super) fn dropped(call: &Span, receipt: &Receipt) {
    event!(
        name: "call.dropped",
        parent: call,
        Level::INFO,
        contract.name = receipt.contract.name.as_str(),
        attempts = receipt.attempts.len(),
        llm.cost.usd = display(receipt.spend.total().as_decimal().normalize()),
        "call dropped before its end"
    );
}

/// Tells of a plan that started without one of its fallbacks.
pub(crate) fn fallback_omitted(prompt: &str, omitted: &Omitted) {
    event!(
        name: "fallback.omitted",
        Level::WARN,
        prompt.name = prompt,
        gen_ai.request.model = omitted.model.as_str(),
        detail = omitted.why.as_str(),
        "the plan starts without a fallback"
    );
}

/// Tells of evidence whose last day is near: the next start after it may fail.
pub(crate) fn evidence_expiring(prompt: &str, model: &str, expires: &str) {
    event!(
        name: "evidence.expiring",
        Level::WARN,
        prompt.name = prompt,
        gen_ai.request.model = model,
        evidence.expires = expires,
        "the evidence for a fallback expires soon; renew it by `contracts qualify`"
    );
}

/// Opened is an error, trying again a warning, closed a piece of news (severities as in Polly's telemetry, v8).
pub(super) fn breaker_changed(call: &Span, key: &BreakerKey, transition: &Transition) {
    macro_rules! tell {
        ($level:expr) => {
            event!(
                name: "circuit_breaker.state_changed",
                parent: call,
                $level,
                gen_ai.provider.name = provider(&key.provider),
                gen_ai.request.model = key.model.as_str(),
                circuit_breaker.contract = key.contract.as_deref(),
                circuit_breaker.from = transition.from.as_str(),
                circuit_breaker.to = transition.to.as_str(),
                circuit_breaker.reason = display(&transition.reason),
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
