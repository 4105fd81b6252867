//! Signals of a call while it runs, and words that none of them has.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use driftless::breaker::{BreakerKey, BreakerPolicy, Breakers, Transition};
use driftless::receipt::{Attempt, Hop, Receipt, Skip};
use driftless::retry::Retry;
use driftless::{Evidence, FailureClass, Observer, Plan, When, usd};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{DRIFTED, FindMood, GOOD, QUESTION, Say, scripted, vouched};

/// Keeps every span, field and event as a line of text.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<String>>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Lines {
    fn push(&self, head: String, record: impl FnOnce(&mut dyn Visit)) {
        let mut line = head;
        record(&mut Fields(&mut line));
        self.0.lock().unwrap().push(line);
    }

    pub(crate) fn all(&self) -> String {
        self.0.lock().unwrap().join("\n")
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("driftless")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.push(format!("span {}", span.metadata().name()), |visit| {
            span.record(visit);
        });
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.push("record".to_owned(), |visit| values.record(visit));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let (level, name) = (event.metadata().level(), event.metadata().name());
        self.push(format!("{level} {name}"), |visit| event.record(visit));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Notes the name of every hook.
#[derive(Clone, Default)]
struct Hooks(Arc<Mutex<Vec<String>>>);

impl Hooks {
    fn note(&self, what: &str) {
        self.0.lock().unwrap().push(what.to_owned());
    }
}

impl Observer for Hooks {
    fn attempt_started(&self, attempt: &Attempt, _: &Receipt) {
        self.note(&format!("started {}", attempt.requested_model));
    }

    fn attempt_ended(&self, attempt: &Attempt, _: &Receipt) {
        self.note(&format!("ended {}", attempt.requested_model));
    }

    fn model_skipped(&self, skip: &Skip, _: &Receipt) {
        self.note(&format!("skipped {}", skip.model));
    }

    fn fallback_activated(&self, hop: &Hop, _: &Receipt) {
        self.note(&format!("fallback to {}", hop.to));
    }

    fn fallback_held_back(&self, hop: &Hop, _: &Receipt) {
        self.note(&format!("held back {}", hop.to));
    }

    fn breaker_changed(&self, breaker: &BreakerKey, change: &Transition) {
        self.note(&format!("breaker of {} {}", breaker.model, change.to));
    }

    fn call_ended(&self, receipt: &Receipt) {
        self.note(&format!("call ended {:?}", receipt.failure));
    }
}

#[tokio::test]
async fn every_step_of_a_call_is_told_in_order() {
    let hooks = Hooks::default();
    let lines = Lines::default();
    let (first, _) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
    let (second, _) = scripted("gemini", "beta", [Say::Text(GOOD)]);
    let breakers = Breakers::new(BreakerPolicy::default().min_calls(1)).unwrap();
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::OVERLOADED, vouched())
        .breakers(&breakers)
        .observe(hooks.clone())
        .production()
        .build()
        .unwrap();
    let guard = tracing::subscriber::set_default(lines.clone());
    plan.call(QUESTION).await.unwrap();
    plan.call(QUESTION).await.unwrap();
    drop(guard);
    assert_eq!(
        *hooks.0.lock().unwrap(),
        [
            "started alpha",
            "breaker of alpha open",
            "ended alpha",
            "fallback to beta",
            "started beta",
            "ended beta",
            "call ended None",
            "skipped alpha",
            "fallback to beta",
            "started beta",
            "ended beta",
            "call ended None",
        ]
    );
    let all = lines.all();
    for part in [
        "span contract otel.name=contract Mood otel.kind=\"internal\"",
        "span chat otel.name=chat alpha otel.kind=\"client\"",
        "driftless.attempt.kind=\"fallback\"",
        "gen_ai.provider.name=\"gcp.gemini\"",
        "ERROR driftless.circuit_breaker.state_changed",
        "WARN driftless.fallback.activated",
        "driftless.fallback.reason=\"overloaded\"",
        "vouched: compared by hand on 50 texts",
        "gen_ai.usage.input_tokens=100",
        "driftless.cost.usd=0.0002",
        "driftless.fallback.used=true",
        "record otel.status_code=\"OK\"",
        "gen_ai.request.max_tokens=100",
        "INFO gen_ai.evaluation.result gen_ai.evaluation.name=\"driftless.evidence\" gen_ai.evaluation.score.label=\"vouched\"",
        "DEBUG gen_ai.evaluation.result gen_ai.evaluation.name=\"driftless.contract\" gen_ai.evaluation.score.label=\"pass\" gen_ai.evaluation.score.value=1.0",
    ] {
        assert!(all.contains(part), "{part} is missing in\n{all}");
    }
}

/// Neither keys nor texts of prompts and answers are in any signal, receipt or error.
#[tokio::test]
async fn no_text_and_no_key_is_told() {
    let lines = Lines::default();
    let canary = Say::Text(r#"{"happy":"canary-answer"}"#);
    let (first, _) = scripted("one", "alpha", [canary]);
    let (second, _) = scripted("two", "beta", [Say::Text(DRIFTED)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::DRIFTED, vouched())
        .repair(1)
        .production()
        .build()
        .unwrap();
    let guard = tracing::subscriber::set_default(lines.clone());
    let error = plan.call(QUESTION).await.unwrap_err();
    drop(guard);
    let receipt = serde_json::to_string(error.receipt()).unwrap();
    let told = format!(
        "{}\n{receipt}\n{}\n{error}\n{error:#}\n{error:?}\n{:?}\n{plan:?}",
        lines.all(),
        error.receipt(),
        error.drift()
    );
    assert!(told.contains("driftless.fallback.activated"), "{told}");
    assert!(!told.contains("canary"), "{told}");
}

/// Signals that alarms need, without any configuration: a call that failed, one that was dropped,
/// and an answer that deviates though the next one made up for it.
#[tokio::test(start_paused = true)]
async fn a_call_without_a_value_and_a_drift_leave_an_event() {
    let script = [
        Say::Text(DRIFTED),
        Say::Text(GOOD),
        Say::Fail(FailureClass::Unauthorized),
        Say::Hang,
    ];
    let (model, _) = scripted("one", "alpha", script);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .repair(1)
        .build()
        .unwrap();
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    plan.call(QUESTION).await.unwrap();
    let repaired = lines.all();
    let error = plan.call(QUESTION).await.unwrap_err();
    tokio::time::timeout(Duration::from_secs(1), plan.call(QUESTION))
        .await
        .expect_err("it hangs");
    drop(guard);
    let all = lines.all();
    for part in [
        "WARN driftless.answer.drifted",
        "driftless.drift.places=\"/happy missing_key, /* unknown_key\"",
        "INFO gen_ai.evaluation.result gen_ai.evaluation.name=\"driftless.contract\" gen_ai.evaluation.score.label=\"fail\" gen_ai.evaluation.score.value=0.0",
        "gen_ai.evaluation.explanation=\"/happy missing_key, /* unknown_key\" error.type=\"drifted\"",
        "DEBUG gen_ai.evaluation.result gen_ai.evaluation.name=\"driftless.repair\" gen_ai.evaluation.score.label=\"pass\"",
    ] {
        assert!(repaired.contains(part), "{part} is missing in\n{repaired}");
    }
    assert!(!repaired.contains("driftless.call.failed"), "{repaired}");
    let failed: Vec<&str> = all
        .lines()
        .filter(|line| line.starts_with("WARN driftless.call.failed"))
        .collect();
    let [failed, dropped] = failed.as_slice() else {
        panic!("{all}");
    };
    for part in [
        "error.type=\"unauthorized\"",
        "driftless.contract.name=\"Mood\"",
        "gen_ai.prompt.name=\"FindMood\"",
        "gen_ai.request.model=\"alpha\"",
        "driftless.attempts=1",
        error.receipt().id.as_str(),
    ] {
        assert!(failed.contains(part), "{part} is missing in {failed}");
    }
    assert!(dropped.contains("error.type=\"cancelled\""), "{dropped}");
    assert!(!all.contains("canary"), "{all}");
}

struct Panics;

impl Observer for Panics {
    fn attempt_ended(&self, _: &Attempt, _: &Receipt) {
        panic!("an observer's own mistake");
    }

    fn call_ended(&self, _: &Receipt) {
        panic!("another one");
    }
}

#[tokio::test]
async fn an_observer_that_panics_costs_no_answer() {
    let (lines, hooks) = (Lines::default(), Hooks::default());
    let (model, _) = scripted("one", "alpha", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .observe(Panics)
        .observe(hooks.clone())
        .build()
        .unwrap();
    let guard = tracing::subscriber::set_default(lines.clone());
    assert!(plan.call(QUESTION).await.is_ok());
    drop(guard);
    assert!(
        lines.all().contains("ERROR driftless.observer.panicked"),
        "{}",
        lines.all()
    );
    assert!(
        hooks
            .0
            .lock()
            .unwrap()
            .contains(&"call ended None".to_owned())
    );
}

#[tokio::test]
async fn a_fallback_held_back_is_told_as_well() {
    let hooks = Hooks::default();
    let (first, _) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
    let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::OVERLOADED, Evidence::none())
        .observe(hooks.clone())
        .build()
        .unwrap();
    plan.call(QUESTION).await.unwrap_err();
    assert!(
        hooks
            .0
            .lock()
            .unwrap()
            .contains(&"held back beta".to_owned())
    );
}

#[tokio::test]
async fn a_prompt_is_recorded_only_where_that_is_wished() {
    for wished in [false, true] {
        let (model, _) = scripted("one", "alpha", [Say::Text(GOOD)]);
        let plan = Plan::<FindMood<'_>>::primary(model)
            .record_prompt(wished)
            .build()
            .unwrap();
        let receipt = plan.call(QUESTION).await.unwrap().receipt;
        let json = serde_json::to_value(&receipt).unwrap();
        assert_eq!(json["prompt"].get("text").is_some(), wished);
        if let Some(text) = receipt.prompt.text {
            assert_eq!(
                (text.system.as_deref(), text.user.as_text()),
                (Some("You read moods."), Some("Text: canary-prompt-0815"))
            );
        }
    }
}

/// The layout of a receipt is a promise: a field that goes or changes its meaning raises the
/// version.
#[tokio::test(start_paused = true)]
async fn the_layout_of_a_receipt_stays() {
    let (first, _) = scripted(
        "one",
        "alpha",
        [Say::Wait(
            FailureClass::RateLimited,
            Duration::from_secs(90),
        )],
    );
    let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::RATE_LIMITED, vouched())
        .retry(Retry::up_to(1))
        .ceiling(usd("1").unwrap())
        .production()
        .build()
        .unwrap();
    let mut receipt = plan.call(QUESTION).await.unwrap().receipt;
    assert_eq!(receipt.id.len(), 32);
    "32 digits".clone_into(&mut receipt.id);
    receipt.started_unix_ms = 1_795_000_000_000;
    // Pinned by tests of their own.
    for fingerprint in [
        &mut receipt.prompt.fingerprint,
        &mut receipt.contract.shape,
        &mut receipt.contract.text,
    ] {
        assert_eq!(fingerprint.len(), 32);
        "32 digits".clone_into(fingerprint);
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&receipt).unwrap());
}
