//! Outcomes as a run writes them, and the entries that are made of them.

use driftless::lock::Entry;
use driftless::qualify::QualificationOutcome;
use serde_json::{Value, json};

pub(crate) const REFERENCE: &str = "openai/gpt-6.1-terra";
pub(crate) const CANDIDATE: &str = "anthropic/claude-haiku-4-5";

pub(crate) fn between(estimate: f64, low: f64, high: f64) -> Value {
    json!({"estimate": estimate, "low": low, "high": high, "level": 0.95})
}

fn latency(p50: f64, p90: f64, p99: f64) -> Value {
    let of = |at: f64| between(at, at * 0.9, at * 1.1);
    json!({"p50": of(p50), "p90": of(p90), "p99": of(p99), "all": [800_000, 900_000, 1_400_000]})
}

fn arm(model: &str) -> Value {
    json!({
        "model": model, "dialect": "Anthropic schema", "parameters": "", "adapter": "6f", "served": {"claude-haiku-4-5-20251001": 118, "claude-haiku-4-5-20251002": 2}, "calls": 120,
        "conformance": between(119.0 / 120.0, 0.9544, 0.9998), "failures": {"drifted": 1}, "latency": latency(812_345.0, 1_234_567.0, 2_000_000.0),
        "first_token": null,
        "cost": {"total": "0.0123", "per_call": between(0.000_102_5, 0.000_099, 0.000_106), "input_tokens": 12_000, "output_tokens": 2_400},
    })
}

pub(crate) fn field(pointer: &str, verdict: &str, requirement: &str) -> Value {
    json!({
        "pointer": pointer, "method": "exact", "requirement": requirement, "items": 119, "candidate": between(0.97, 0.93, 0.99),
        "reference": between(0.98, 0.94, 1.0), "difference": between(-0.01, -0.03, 0.02), "only_reference": 3, "only_candidate": 2, "mean_score": 0.97,
        "p_value": 0.0123, "verdict": verdict,
    })
}

/// The judge of the evidence.
pub(crate) fn judge() -> Value {
    json!({"arm": arm("mistral/judge"), "consistency": {"pairs": 200, "consistent": 190, "failed": 3}})
}

/// One candidate that passed; what a test is about is changed in it.
pub(crate) fn outcome() -> Value {
    json!({
        "prompt": {
            "name": "TriageTicket", "fingerprint": "0f", "template": "1f", "contract": "Triage", "shape": "2f", "text": "3f", "comparison": "4f",
        },
        "data": {"path": "tickets.jsonl", "digest": "5f", "items": 120, "expected": 0, "clusters": null},
        "rule": {"margin": 0.05, "alpha": 0.05, "design": {"kind": "sequential"}, "seed": 7, "least_items": 50},
        "reference": arm(REFERENCE),
        "self_agreement": between(0.98, 0.95, 0.99),
        "candidates": [{
            "arm": arm(CANDIDATE), "verdict": "passed", "reasons": ["not worse by more than 5 points"], "pairs": 119,
            "fields": [field("", "passed", "informative"), field("/severity", "passed", "required")], "disagreements": [],
        }],
        "judge": null,
        "date": "2026-11-23", "expires": "2027-02-21",
    })
}

/// The outcome with some places changed.
pub(crate) fn changed(places: &[(&str, Value)]) -> QualificationOutcome {
    let mut outcome = outcome();
    for (pointer, value) in places {
        *outcome
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("no {pointer}")) = value.clone();
    }
    serde_json::from_value(outcome).unwrap()
}

pub(crate) fn entry_with(places: &[(&str, Value)]) -> Entry {
    let mut entries = changed(places).entries();
    assert_eq!(entries.len(), 1);
    entries.remove(0)
}

pub(crate) fn entry() -> Entry {
    entry_with(&[])
}

/// An entry of this prompt and model.
pub(crate) fn entry_of(prompt: &str, model: &str) -> Entry {
    entry_with(&[
        ("/prompt/name", json!(prompt)),
        ("/candidates/0/arm/model", json!(model)),
    ])
}
