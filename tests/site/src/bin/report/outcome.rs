//! Outcomes as other programs would write them, with numbers by the library's own statistics.

use driftless::__statistics::{Confidence, Margin, PairedCounts, Proportion, quantile, tango};
use driftless::qualify::QualificationOutcome;
use serde_json::{Value, json};

/// Closes an element, an attribute, a style and a comment, and looks like one of ours.
const HOSTILE: &str = "</style></code></td>\"'><img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script><!-- \u{202e}gnihton\u{202c} 名前 \u{0} &amp; var(--ink) \"#010000\" ";

fn confidence() -> Confidence {
    Confidence::new(0.95).unwrap()
}

fn rate(successes: u32, trials: u32) -> Value {
    let proportion = Proportion::new(successes, trials).unwrap();
    let interval = proportion.clopper_pearson(confidence());
    json!({"estimate": proportion.estimate(), "low": interval.lower, "high": interval.upper, "level": 0.95})
}

/// Times with a long tail, by a fixed sequence: a median of `median` and a factor of `spread` for
/// one standard deviation or so.
fn latency(median: f64, spread: f64, number: u32) -> Value {
    let mut state = 0x2545_f491_u32 ^ number;
    let mut uniform = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f64::from(state) / f64::from(u32::MAX)
    };
    let mut all: Vec<f64> = (0..number)
        .map(|_| {
            let about_normal = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
            (median * spread.powf(about_normal + about_normal.abs() * 0.3)).round()
        })
        .collect();
    all.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let found = quantile(&all, share, confidence()).unwrap();
        let (least, most) = (all.first().copied().unwrap(), all.last().copied().unwrap());
        json!({"estimate": found.estimate, "low": found.lower.unwrap_or(least), "high": found.upper.unwrap_or(most), "level": 0.95})
    };
    let whole: Vec<u64> = all
        .iter()
        .map(|time| format!("{time:.0}").parse().unwrap())
        .collect();
    json!({"p50": at(0.5), "p90": at(0.9), "p99": at(0.99), "all": whole})
}

fn arm(model: &str, (conforming, calls): (u32, u32), median: f64, call: f64) -> Value {
    json!({
        "model": model, "dialect": "openai-strict", "adapter": "9c1e44d0", "calls": calls, "conformance": rate(conforming, calls),
        "served": {format!("{}-2026-10-01", model.split('/').next_back().unwrap()): conforming},
        "failures": if conforming < calls { json!({"drift": calls - conforming}) } else { json!({}) },
        "latency": latency(median, 1.5, conforming), "first_token": latency(median / 3.0, 1.35, conforming),
        "cost": {
            "total": format!("{:.6}", call * f64::from(calls)), "input_tokens": calls * 412, "output_tokens": calls * 96,
            "per_call": {"estimate": call, "low": call * 0.96, "high": call * 1.05, "level": 0.95},
        },
    })
}

/// One field: of `n` items, both right, only the reference, only the candidate.
fn field(
    pointer: &str,
    method: &str,
    required: bool,
    [n, both, only_reference, only_candidate]: [u32; 4],
) -> Value {
    let counts = PairedCounts::new(
        both,
        only_reference,
        only_candidate,
        n - both - only_reference - only_candidate,
    )
    .unwrap();
    let margin = Margin::new(0.05).unwrap();
    let interval = tango::interval(counts, Confidence::new(0.9).unwrap());
    let (p, worse) = (
        tango::p_not_inferior(counts, margin),
        tango::p_inferior(counts, margin),
    );
    json!({
        "pointer": pointer, "method": method, "requirement": if required { "required" } else { "informative" }, "items": n,
        "candidate": rate(both + only_candidate, n), "reference": rate(both + only_reference, n),
        "difference": {"estimate": counts.difference(), "low": interval.lower, "high": interval.upper, "level": 0.9},
        "only_reference": only_reference, "only_candidate": only_candidate,
        "mean_score": if method.starts_with("token") { 0.914 } else { f64::from(both + only_candidate) / f64::from(n) },
        "p_value": p, "verdict": if p <= 0.05 { "passed" } else if worse <= 0.05 { "failed" } else { "insufficient_data" },
    })
}

fn answer(json: &Value) -> Value {
    json!({"kind": "answer", "json": serde_json::to_string(json).unwrap()})
}

fn disagreements() -> Value {
    let triage = |severity: &str, refund: Value, products: Value| {
        json!({
            "summary": "Customer reports a double charge for order K-4711 and wants it back.", "severity": severity, "refund_usd": refund, "products": products,
        })
    };
    let input = "{\"ticket\":\"Hi, you charged me twice for K-4711!! I want my 49.90 back today, or I go to my bank. Also the lamp flickers.\"}";
    json!([
        {
            "id": "ticket-0412", "input": input, "score": 0.25,
            "expected": serde_json::to_string(&triage("High", json!(49.9), json!(["K-4711", "lamp"]))).unwrap(),
            "reference": answer(&triage("High", json!(49.9), json!(["K-4711", "lamp"]))),
            "candidate": answer(&triage("Medium", Value::Null, json!(["K-4711"]))),
            "pointers": ["/severity", "/refund_usd", "/products"],
        },
        {
            "id": "ticket-0077", "input": input, "expected": null, "score": 0.5,
            "reference": answer(&triage("Low", Value::Null, json!([]))),
            "candidate": {"kind": "failure", "class": "drift", "message": "/refund_usd: expected a number, found \"49,90 USD\""},
            "pointers": [],
        },
        {
            "id": "ticket-0191", "input": input, "expected": null, "score": 0.75,
            "reference": answer(&triage("Low", json!(10.0), json!([{"sku": "K-1", "pieces": 2}]))),
            "candidate": answer(&triage("Low", json!(10.0), json!([{"sku": "K-1", "pieces": 3}, {"sku": "K-2", "pieces": 1}]))),
            "pointers": ["/products/0/pieces", "/products/1", "/gone~1from/here"],
        },
    ])
}

fn outcome(items: u32, design: &Value, candidates: &Value) -> Value {
    json!({
        "prompt": {
            "name": "TriageTicket", "contract": "Triage", "fingerprint": "7f2c09d1a6b04e5b9d3e8c1f20ab4d77", "template": "1b0d6c2f4e8a97531b0d6c2f4e8a9753",
            "shape": "c4a1f0e2d3b5968778695b3d2e0f1a4c", "text": "0aa4c1b2d3e4f5060718293a4b5c6d7e", "comparison": "55d0c1e2f3a4b5c6d7e8f90a1b2c3d4e",
        },
        "data": {"path": "qualify/tickets.jsonl", "digest": "blake3:2d4f6a8c0e1b3d5f7a9c", "items": items, "expected": items / 2, "clusters": null},
        "rule": {"margin": 0.05, "alpha": 0.05, "design": design, "seed": 20_261_123, "least_items": 50},
        "reference": arm("openai/gpt-6.1-terra", (items, items), 1_350_000.0, 0.004_21), "self_agreement": rate(items - items / 40, items),
        "candidates": candidates, "date": "2026-11-23", "expires": "2027-02-21",
    })
}

fn passed() -> Value {
    let fields = json!([
        field("", "all required fields", true, [400, 371, 8, 9]),
        field("/severity", "exact", true, [400, 388, 4, 5]),
        field("/refund_usd", "within 0.01", true, [400, 391, 3, 3]),
        field(
            "/products/*",
            "best matching, exact",
            true,
            [400, 381, 7, 6]
        ),
        field("/summary", "token F1 ≥ 0.8", false, [400, 341, 24, 20]),
    ]);
    let candidate = json!({
        "arm": arm("anthropic/claude-haiku-4-5", (399, 400), 820_000.0, 0.001_34), "verdict": "passed", "pairs": 400, "fields": fields,
        "reasons": [
            "Not worse than the reference by 5 points or more in any required field; the weakest is /products/* (p 0.002).",
            "399 of 400 answers kept the contract; at least 98.6 % do.",
            "A call costs $0.00134 instead of $0.00421, and half of the calls take less than 0.8 s.",
        ],
        "disagreements": disagreements(),
    });
    outcome(
        400,
        &json!({"kind": "fixed", "items": 400}),
        &json!([candidate]),
    )
}

fn not_passed() -> Value {
    let worse = json!([
        field("", "all required fields", true, [160, 101, 38, 4]),
        field("/severity", "exact", true, [160, 128, 25, 3]),
        field("/refund_usd", "within 0.01", true, [160, 140, 14, 2]),
        field(
            "/a_name_that_goes_on/and_on/until_it_is_wider_than_a_phone/and_then_some/*/more",
            "function crate::compare::dates_in_any_order",
            true,
            [160, 150, 4, 3]
        ),
    ]);
    let few = json!([
        field("", "all required fields", true, [34, 31, 1, 1]),
        field("/severity", "exact", true, [34, 33, 0, 0])
    ]);
    let candidates = json!([
        {
            "arm": arm("deepseek/deepseek-chat", (148, 160), 2_900_000.0, 0.000_31), "verdict": "failed", "pairs": 160, "fields": worse,
            "reasons": ["Worse than the reference by more than 5 points in /severity: 17.5 of 100 answers fewer are right.", "12 of 160 answers did not keep the contract."],
            "disagreements": disagreements(),
        },
        {
            "arm": arm("mistral/mistral-small", (34, 34), 640_000.0, 0.000_2), "verdict": "insufficient_data", "pairs": 34, "fields": few,
            "reasons": ["34 items; at least 50 are needed, about 230 would decide it if both models are equally good."], "disagreements": [],
        },
    ]);
    outcome(160, &json!({"kind": "sequential"}), &candidates)
}

/// Every text replaced by a hostile one; amounts, dates and closed words can't be.
fn hostile() -> Value {
    let mut of = not_passed();
    poison(&mut of, "");
    let long = "long ".repeat(8_000);
    let documents = of
        .pointer_mut("/candidates/0/disagreements")
        .unwrap()
        .as_array_mut()
        .unwrap();
    documents.push(json!({
        "id": " ", "input": long, "expected": null, "score": 0.0, "pointers": ["", HOSTILE],
        "reference": {"kind": "answer", "json": format!("{}1{}", "[".repeat(90), "]".repeat(90))},
        "candidate": {"kind": "answer", "json": serde_json::to_string(&json!({HOSTILE: HOSTILE})).unwrap()},
    }));
    // Numbers at the edge of what can be written.
    *of.pointer_mut("/candidates/1/fields/0/difference").unwrap() =
        json!({"estimate": 1e308, "low": -1e308, "high": 1e308, "level": 0.0});
    *of.pointer_mut("/reference/latency/all").unwrap() = json!([0, 0, u64::MAX]);
    of
}

fn poison(value: &mut Value, key: &str) {
    const CLOSED: [&str; 5] = ["kind", "verdict", "requirement", "total", "level"];
    match value {
        Value::String(text) if !CLOSED.contains(&key) => *text = format!("{HOSTILE}{text}"),
        Value::Array(all) => all.iter_mut().for_each(|one| poison(one, key)),
        Value::Object(members) => {
            for (name, one) in members.iter_mut() {
                poison(one, name);
            }
            if key == "served" || key == "failures" {
                let numbers: Vec<Value> = members.values().cloned().collect();
                members.clear();
                for number in numbers {
                    members.insert(HOSTILE.to_owned(), number);
                }
            }
        }
        _ => {}
    }
}

/// A run in which nothing was answered.
fn bare() -> Value {
    let mut of = outcome(1, &json!({"kind": "sequential"}), &json!([]));
    let mut nothing = arm("local/none", (1, 1), 1.0, 0.0);
    for (place, value) in [
        ("latency", Value::Null),
        ("first_token", Value::Null),
        ("served", json!({})),
        ("calls", json!(0)),
    ] {
        *nothing.get_mut(place).unwrap() = value;
    }
    *nothing.pointer_mut("/cost/per_call").unwrap() = Value::Null;
    *of.get_mut("reference").unwrap() = nothing.clone();
    *of.get_mut("self_agreement").unwrap() = Value::Null;
    *of.get_mut("candidates").unwrap() = json!([{"arm": nothing, "verdict": "insufficient_data", "reasons": [], "pairs": 0, "fields": [], "disagreements": []}]);
    of
}

/// File names with outcomes.
pub(crate) fn all() -> Vec<(&'static str, QualificationOutcome)> {
    [
        ("passed.html", passed()),
        ("not-passed.html", not_passed()),
        ("hostile.html", hostile()),
        ("bare.html", bare()),
    ]
    .into_iter()
    .map(|(name, value)| (name, serde_json::from_value(value).unwrap()))
    .collect()
}
