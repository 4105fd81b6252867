//! Spans for `tracing`, in the words of OpenTelemetry's conventions for generative AI where these
//! have one (open-telemetry/semantic-conventions-genai v0.1.0, page `client-inference.md`, read
//! 2026-12-01).
//!
//! One span `contract {name}` per call, with one child `chat {model}` per attempt. `otel.name` and
//! `otel.kind` are what `tracing-opentelemetry` reads. What the conventions don't name is ours,
//! below `driftless.`. Classes, kinds and states are spelled as receipts spell them. No field holds
//! a text of a prompt, of an answer or of a vendor's message.

use std::collections::BTreeMap;
use std::fmt;

use tracing::field::{Empty, display};
use tracing::{Span, info_span};

use crate::receipt::{Attempt, Receipt};

/// The values of `gen_ai.provider.name` that differ from our names (semantic-conventions-genai
/// v0.1.0, 2026-12-01).
const PROVIDERS: &[(&str, &str)] = &[("gemini", "gcp.gemini"), ("mistral", "mistral_ai")];

pub(super) fn provider(name: &str) -> &str {
    PROVIDERS
        .iter()
        .find(|(ours, _)| *ours == name)
        .map_or(name, |(_, theirs)| theirs)
}

/// Returns a number as an `i64`: `tracing-opentelemetry` 0.34 sends any other integer as a text,
/// and the conventions want numbers.
pub(super) fn whole<N: TryInto<i64>>(number: N) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// The caller's own fields in one line.
struct Tags<'a>(&'a BTreeMap<String, String>);

/// `feature=inbox tenant=acme`
impl fmt::Display for Tags<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            let before = if index == 0 { "" } else { " " };
            write!(f, "{before}{name}={value}")?;
        }
        Ok(())
    }
}

/// The span of a call; `model` is the plan's first.
pub(crate) fn call_span(receipt: &Receipt, model: &str) -> Span {
    let contract = &receipt.contract;
    info_span!(
        "contract",
        otel.name = display(format_args!("contract {}", contract.name)),
        otel.kind = "internal",
        otel.status_code = Empty,
        driftless.call.id = receipt.id.as_str(),
        driftless.contract.name = contract.name.as_str(),
        driftless.contract.fingerprint = contract.text.as_str(),
        driftless.mode = display(receipt.mode),
        driftless.tags = (!receipt.tags.is_empty()).then(|| display(Tags(&receipt.tags))),
        gen_ai.prompt.name = receipt.prompt.name.as_str(),
        gen_ai.prompt.version = receipt.prompt.fingerprint.as_str(),
        gen_ai.request.model = model,
        gen_ai.response.model = Empty,
        driftless.fallback.used = Empty,
        driftless.fallback.reason = Empty,
        driftless.fallback.from = Empty,
        driftless.fallback.to = Empty,
        driftless.cost.usd = Empty,
        error.type = Empty,
    )
}

/// Returns the host of an address, and its port as far as one is known.
fn server(address: &str) -> (&str, Option<u16>) {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let place = rest.split('/').next().unwrap_or(rest);
    let port = match scheme {
        "https" => Some(443),
        "http" => Some(80),
        _ => None,
    };
    match place.rsplit_once(':') {
        Some((host, written)) => match written.parse() {
            Ok(written) => (host, Some(written)),
            Err(_) => (place, port),
        },
        None => (place, port),
    }
}

/// The span of one attempt.
pub(crate) fn attempt_span(call: &Span, attempt: &Attempt, receipt: &Receipt) -> Span {
    let (host, port) = server(&attempt.base_url);
    let set = |name: &str| attempt.parameters.get(name);
    let number = |name: &str| set(name).and_then(serde_json::Value::as_f64);
    let integer = |name: &str| set(name).and_then(serde_json::Value::as_i64);
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
        gen_ai.prompt.name = receipt.prompt.name.as_str(),
        gen_ai.prompt.version = receipt.prompt.fingerprint.as_str(),
        gen_ai.request.max_tokens = integer("max_output_tokens"),
        gen_ai.request.temperature = number("temperature"),
        gen_ai.request.top_p = number("top_p"),
        gen_ai.request.top_k = integer("top_k"),
        gen_ai.request.seed = integer("seed"),
        gen_ai.request.reasoning.level = set("effort").and_then(serde_json::Value::as_str),
        server.address = host,
        server.port = port.map(i64::from),
        driftless.call.id = receipt.id.as_str(),
        driftless.contract.name = receipt.contract.name.as_str(),
        driftless.attempt.index = whole(receipt.attempts.len()),
        driftless.attempt.kind = attempt.kind.as_str(),
        gen_ai.response.model = Empty,
        gen_ai.response.id = Empty,
        driftless.request.id = Empty,
        gen_ai.response.time_to_first_chunk = Empty,
        gen_ai.usage.input_tokens = Empty,
        gen_ai.usage.output_tokens = Empty,
        gen_ai.usage.cache_read.input_tokens = Empty,
        gen_ai.usage.cache_write.input_tokens = Empty,
        gen_ai.usage.reasoning.output_tokens = Empty,
        http.response.status_code = Empty,
        driftless.served = Empty,
        driftless.cost.usd = Empty,
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
    if let Some(id) = &attempt.response_id {
        span.record("gen_ai.response.id", id.as_str());
    }
    if let Some(id) = &attempt.request_id {
        span.record("driftless.request.id", id.as_str());
    }
    if let Some(first) = attempt.first_token_after {
        span.record("gen_ai.response.time_to_first_chunk", first.as_secs_f64());
    }
    if let Some(usage) = &attempt.usage {
        span.record("gen_ai.usage.input_tokens", whole(usage.input));
        span.record("gen_ai.usage.output_tokens", whole(usage.output));
        let (read, written) = (whole(usage.cached), whole(usage.cache_written));
        span.record("gen_ai.usage.cache_read.input_tokens", read);
        span.record("gen_ai.usage.cache_write.input_tokens", written);
        let reasoning = whole(usage.reasoning);
        span.record("gen_ai.usage.reasoning.output_tokens", reasoning);
    }
    if let Some(status) = attempt.status {
        span.record("http.response.status_code", i64::from(status));
    }
    if let Some(served) = attempt.served {
        span.record("driftless.served", served.name());
    }
    if let Some(cost) = attempt.cost {
        span.record("driftless.cost.usd", display(cost.as_decimal().normalize()));
    }
    if let Some(class) = attempt.failure {
        span.record("error.type", class.name());
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
    span.record("driftless.fallback.used", hop.is_some());
    if let Some(hop) = hop {
        span.record("driftless.fallback.reason", hop.reason.name());
        span.record("driftless.fallback.from", hop.from.as_str());
        span.record("driftless.fallback.to", hop.to.as_str());
    }
    let spent = receipt.spend.total().as_decimal().normalize();
    span.record("driftless.cost.usd", display(spent));
    match receipt.failure {
        Some(class) => {
            span.record("error.type", class.name());
            span.record("otel.status_code", "ERROR");
        }
        // Said, since `tracing-opentelemetry` 0.34 takes a span for failed in which an event at
        // ERROR was, such as a breaker's; the call was answered all the same.
        None => {
            span.record("otel.status_code", "OK");
        }
    }
}
