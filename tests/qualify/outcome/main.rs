//! The outcome of a qualification, written and read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests fail loudly"
)]

use driftless::qualify::{QualificationOutcome, Verdict};
use serde_json::{Value, json};

/// A small outcome as another program would write it.
fn written() -> Value {
    let between = |estimate: f64, low: f64, high: f64| json!({"estimate": estimate, "low": low, "high": high, "level": 0.95});
    let arm = |model: &str, cost: &str| {
        json!({
            "model": model, "dialect": "openai-strict", "adapter": "6f", "parameters": "temperature 0.5", "served": {"m-2026-10-01": 120}, "calls": 120,
            "conformance": between(1.0, 0.97, 1.0), "failures": {}, "latency": null, "first_token": null,
            "cost": {"total": cost, "per_call": null, "input_tokens": 12_000, "output_tokens": 2_400},
        })
    };
    json!({
        "prompt": {
            "name": "TriageTicket", "fingerprint": "0f", "template": "1f", "contract": "Triage", "shape": "2f", "text": "3f", "comparison": "4f",
        },
        "data": {"path": "tickets.jsonl", "digest": "5f", "items": 120, "expected": 0, "clusters": null},
        "rule": {"margin": 0.05, "alpha": 0.05, "design": {"kind": "fixed", "items": 120}, "seed": 7, "least_items": 50},
        "reference": arm("openai/gpt-6.1-terra", "0.42"),
        "self_agreement": between(0.98, 0.95, 0.99),
        "candidates": [{
            "arm": arm("anthropic/claude-haiku-4-5", "0.000072"), "verdict": "insufficient_data", "reasons": ["too few items"], "pairs": 120,
            "fields": [], "disagreements": [],
        }],
        "judge": {"arm": arm("mistral/judge", "0.001"), "consistency": {"pairs": 40, "consistent": 39, "failed": 2}},
        "date": "2026-11-23", "expires": "2027-02-21",
    })
}

#[test]
fn an_outcome_is_read_as_it_was_written() {
    let outcome: QualificationOutcome = serde_json::from_value(written()).unwrap();
    assert_eq!(outcome.candidates.len(), 1);
    assert!(
        outcome
            .candidates
            .iter()
            .all(|candidate| candidate.verdict == Verdict::InsufficientData)
    );
    assert_eq!(serde_json::to_value(&outcome).unwrap(), written());
}

#[test]
fn a_key_that_nobody_knows_is_refused() {
    let mut foreign = written();
    foreign
        .as_object_mut()
        .unwrap()
        .insert("verdict".to_owned(), json!("passed"));
    let error = serde_json::from_value::<QualificationOutcome>(foreign).unwrap_err();
    assert!(
        error.to_string().contains("unknown field `verdict`"),
        "{error}"
    );
}

#[test]
fn an_amount_is_exact_or_refused() {
    for amount in [json!(0.42), json!("0,42"), json!("-1"), json!("$1")] {
        let mut wrong = written();
        *wrong.pointer_mut("/reference/cost/total").unwrap() = amount.clone();
        assert!(
            serde_json::from_value::<QualificationOutcome>(wrong).is_err(),
            "{amount}"
        );
    }
}
