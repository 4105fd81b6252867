//! `build()` refuses a fallback whose evidence doesn't hold, in production; in development it shows
//! it.

use std::time::Duration;

use driftless::dialect::Instructions;
use driftless::lock::{Embedded, Entry};
use driftless::plan::{Clock, EvidenceState, Problem};
use driftless::provider::Model;
use driftless::receipt::HopOutcome;
use driftless::{BuildError, Evidence, Mode, Plan, Prompt as _, When};
use serde_json::{Value, json};

use crate::found::{CANDIDATE, entry_of, field};
use crate::models::{
    DECEMBER, FALLBACK, LAST, OVER, Say, embedded, entry_about, fallback, primary,
};
use crate::mood::FindMood;

const GOOD: Say = Say::Answer(r#"{"happy":true}"#, Some("claude-haiku-4-5-20251001"));
const LIMITED: Say = Say::Fail(Duration::ZERO);

fn built(
    mode: Mode,
    lock: Embedded,
    clock: impl Clock + 'static,
) -> Result<Plan<FindMood<'static>>, BuildError> {
    Plan::<FindMood<'_>>::primary(primary(LIMITED))
        .fallback(
            fallback(GOOD),
            When::RATE_LIMITED,
            Evidence::qualified(lock),
        )
        .deadline(Duration::from_secs(8))
        .mode(mode)
        .clock(clock)
        .build()
}

fn about(places: &[(&str, Value)]) -> Entry {
    entry_about::<FindMood<'_>>(places)
}

const RENEW: &str = "`contracts qualify FindMood --data tickets.jsonl --reference openai/gpt-6.1-terra --candidate anthropic/claude-haiku-4-5`";

/// Evidence that doesn't hold, and all that must be said of it.
#[allow(clippy::too_many_lines, reason = "a table")]
fn refused() -> Vec<(Embedded, &'static [&'static str])> {
    let with = |places: &[(&str, Value)]| embedded([about(places)]);
    vec![
        (
            embedded([
                entry_of("Other", CANDIDATE),
                entry_of("FindMood", "anthropic/other"),
            ]),
            &[
                "contracts.lock has no evidence for anthropic/claude-haiku-4-5 on the prompt `FindMood`",
                "`contracts qualify FindMood --data FILE --reference openai/gpt-6.1-terra --candidate anthropic/claude-haiku-4-5`",
            ],
        ),
        (
            with(&[
                ("/candidates/0/verdict", json!("failed")),
                ("/candidates/0/reasons", json!(["worse on `/happy`"])),
            ]),
            &[
                "the evidence of 2026-11-23 for anthropic/claude-haiku-4-5 says that it failed (worse on `/happy`)",
                RENEW,
            ],
        ),
        (
            with(&[
                ("/candidates/0/verdict", json!("insufficient_data")),
                (
                    "/candidates/0/fields",
                    json!([field("", "insufficient_data", "required")]),
                ),
            ]),
            &["says too little", "add to tickets.jsonl", RENEW],
        ),
        (
            with(&[
                ("/date", json!("2026-09-01")),
                ("/expires", json!("2026-11-30")),
            ]),
            &[
                "is stale: the evidence expired on 2026-11-30, and today is 2026-12-01",
                RENEW,
            ],
        ),
        (
            with(&[("/reference/model", json!("openai/gpt-5.5"))]),
            &[
                "the reference model changed: openai/gpt-5.5 when qualified, openai/gpt-6.1-terra now",
                RENEW,
            ],
        ),
        (
            with(&[
                ("/candidates/0/arm/dialect", json!("Anthropic schema")),
                ("/candidates/0/arm/adapter", json!("ab")),
            ]),
            &[
                "the dialect changed: Anthropic schema when qualified, instructions only now",
                RENEW,
            ],
        ),
        (
            with(&[("/candidates/0/arm/adapter", json!("ab"))]),
            &[
                "what the dialect makes of the contract changed: ab when qualified, ",
                RENEW,
            ],
        ),
        (
            with(&[
                ("/prompt/shape", json!("ab")),
                ("/prompt/text", json!("cd")),
            ]),
            &["the contract's shape changed: ab when qualified, ", RENEW],
        ),
        (
            Embedded::new("evidence.lock", "version = 1\npairs : 3\n"),
            &["evidence.lock:2: `=` is expected before `:`"],
        ),
    ]
}

#[test]
fn evidence_that_does_not_hold_is_refused_in_production_with_the_command_that_renews_it() {
    for (lock, says) in refused() {
        let error = built(Mode::Production, lock, DECEMBER).unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
        let told = error.to_string();
        for part in says {
            assert!(told.contains(part), "no {part:?} in:\n{told}");
        }
    }
}

/// Each way to change what a model is asked with, of a fallback and of the model before it. Keys
/// may change, and settings that stay the same are no reason.
#[test]
fn evidence_of_other_settings_is_refused() {
    type Set = fn(Model<Instructions>) -> Model<Instructions>;
    let plain: Set = |model| model;
    let build = |first: Set, second: Set, lock| {
        Plan::<FindMood<'_>>::primary(first(primary(LIMITED)))
            .fallback(
                second(fallback(GOOD)),
                When::RATE_LIMITED,
                Evidence::qualified(lock),
            )
            .deadline(Duration::from_secs(8))
            .production()
            .clock(DECEMBER)
            .build()
    };
    let lock = || embedded([about(&[])]);
    build(plain, plain, lock()).expect("settings as they were");
    let secret: Set = |model| model.secret_header("x-key", "k");
    build(secret, plain, lock()).expect_err("a header more");
    let changes: [Set; 5] = [
        |model| model.seed(1),
        |model| model.effort("high"),
        |model| model.max_output_tokens(100),
        |model| model.extra("own", json!({ "a": 1 })),
        |model| model.header("x-tenant", "acme"),
    ];
    for set in changes {
        for (first, second) in [(set, plain), (plain, set)] {
            let refused = build(first, second, lock()).expect_err("other settings");
            let [Problem::Evidence { state, .. }] = refused.problems() else {
                panic!("{refused}");
            };
            assert_eq!(*state, EvidenceState::Stale);
            let words = refused.to_string();
            assert!(words.contains("settings of the"), "{words}");
            assert!(!words.contains("acme"), "{words}");
        }
    }
    let was = about(&[("/candidates/0/arm/parameters", json!("seed=1"))]);
    build(plain, changes[0], embedded([was])).expect("qualified with that seed");
}

/// Callers can choose the remedy without reading the sentence.
#[test]
fn the_state_of_evidence_that_does_not_hold_is_a_value() {
    let states: Vec<EvidenceState> = refused()
        .into_iter()
        .map(|(lock, _)| {
            let error = built(Mode::Production, lock, DECEMBER).unwrap_err();
            let [Problem::Evidence { state, model, .. }] = error.problems() else {
                panic!("{error}");
            };
            assert_eq!(model, "claude-haiku-4-5");
            *state
        })
        .collect();
    assert_eq!(
        states,
        [
            EvidenceState::Missing,
            EvidenceState::NotPassed,
            EvidenceState::NotPassed,
            EvidenceState::Expired,
            EvidenceState::Stale,
            EvidenceState::Stale,
            EvidenceState::Stale,
            EvidenceState::Stale,
            EvidenceState::Unreadable,
        ]
    );
}

#[test]
fn in_development_it_is_shown_and_keeps_nobody_from_working() {
    for (lock, says) in refused() {
        let described = built(Mode::Development, lock, DECEMBER).unwrap().describe();
        let Some(Evidence::Unqualified { why }) = &described.steps[1].evidence else {
            panic!("{described}");
        };
        for part in says {
            assert!(why.contains(part), "no {part:?} in:\n{why}");
        }
        assert!(
            described
                .to_string()
                .contains(&format!("evidence  not qualified: {why}")),
            "{described}"
        );
        assert_eq!(described.steps[1].expected, None);
    }
}

#[test]
fn every_fallback_is_held_to_evidence_of_its_own() {
    let lock = embedded([about(&[])]);
    let error = Plan::<FindMood<'_>>::primary(primary(LIMITED))
        .fallback(
            fallback(GOOD),
            When::RATE_LIMITED,
            Evidence::qualified(lock),
        )
        .fallback(
            driftless::provider::OpenAi::new("key").model("gpt-5.5"),
            When::RATE_LIMITED,
            Evidence::qualified(lock),
        )
        .production()
        .clock(DECEMBER)
        .build()
        .unwrap_err();
    assert_eq!(error.problems().len(), 1, "{error}");
    assert!(
        error.to_string().contains("no evidence for openai/gpt-5.5"),
        "{error}"
    );
}

#[test]
fn evidence_counts_until_the_end_of_its_last_day() {
    let lock = embedded([about(&[])]);
    built(Mode::Production, lock, LAST).unwrap();
    let error = built(Mode::Production, lock, OVER).unwrap_err().to_string();
    assert!(
        error.contains("the evidence expired on 2027-02-21, and today is 2027-02-22"),
        "{error}"
    );
}

#[test]
fn what_is_qualified_stands_in_the_description_with_the_time_that_it_takes() {
    let described = built(Mode::Production, embedded([about(&[])]), DECEMBER)
        .unwrap()
        .describe();
    let step = &described.steps[1];
    assert_eq!(step.expected, Some(Duration::from_micros(1_234_570)));
    let shown = described.to_string();
    assert!(
        shown.contains("evidence  qualified on 2026-11-23 against openai/gpt-6.1-terra: 119 pairs, margin 0.05, conformance 0.991667 (0.9544 to 0.9998), until 2027-02-21"),
        "{shown}"
    );
}

#[test]
fn a_time_of_the_users_own_stays() {
    let own = Duration::from_millis(300);
    let plan = Plan::<FindMood<'_>>::primary(primary(LIMITED))
        .fallback(
            fallback(GOOD).expected(own),
            When::RATE_LIMITED,
            Evidence::qualified(embedded([about(&[])])),
        )
        .production()
        .clock(DECEMBER)
        .build()
        .unwrap();
    assert_eq!(plan.describe().steps[1].expected, Some(own));
}

#[tokio::test(start_paused = true)]
async fn every_receipt_of_a_fallback_repeats_the_evidence() {
    let plan = built(Mode::Production, embedded([about(&[])]), DECEMBER).unwrap();
    let answer = plan.call(FindMood { text: "x" }).await.unwrap();
    let receipt = serde_json::to_value(&answer.receipt).unwrap();
    let evidence = &receipt["hops"][0]["evidence"];
    let told = json!({
        "kind": "qualified", "model": CANDIDATE, "reference": "openai/gpt-6.1-terra", "prompt": FindMood::prompt_fingerprint(),
        "date": "2026-11-23", "expires": "2027-02-21", "data": "5f", "pairs": 119, "margin": 0.05,
        "conformance": {"estimate": 0.991_667, "low": 0.9544, "high": 0.9998, "level": 0.95},
        "served": ["claude-haiku-4-5-20251001", "claude-haiku-4-5-20251002"],
    });
    assert_eq!(*evidence, told);
    assert_eq!(receipt["attempts"][1]["snapshot_changed"], Value::Null);
    assert!(receipt["attempts"][1]["requested_model"] == FALLBACK);
}

/// Nine of ten answers took 1.23 s when the model was qualified, and 1 s is left.
#[tokio::test(start_paused = true)]
async fn a_fallback_that_cannot_finish_in_the_time_left_is_not_started() {
    let plan = Plan::<FindMood<'_>>::primary(primary(Say::Fail(Duration::from_secs(3))))
        .fallback(
            fallback(GOOD),
            When::RATE_LIMITED,
            Evidence::qualified(embedded([about(&[])])),
        )
        .deadline(Duration::from_secs(4))
        .production()
        .clock(DECEMBER)
        .build()
        .unwrap();
    let error = plan.call(FindMood { text: "x" }).await.unwrap_err();
    let hop = &error.receipt().hops[0];
    let HopOutcome::NoTimeLeft { expected, .. } = &hop.outcome else {
        panic!("{hop}");
    };
    assert_eq!(*expected, Some(Duration::from_micros(1_234_570)));
}
