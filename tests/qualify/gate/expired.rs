//! Evidence whose day has passed: reported before, and no reason to stay down if the plan permits
//! that.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use driftless::lock::Embedded;
use driftless::plan::Clock;
use driftless::{BuildError, Evidence, FailureClass, Mode, Plan, When};
use driftless_tests::book::Book;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::models::{
    DECEMBER, FALLBACK, LAST, OVER, PRIMARY, Say, embedded, entry_about, fallback, primary,
};
use crate::mood::FindMood;

const GOOD: Say = Say::Answer(r#"{"happy":true}"#, Some("claude-haiku-4-5-20251001"));
const LIMITED: Say = Say::Fail(Duration::ZERO);

/// Keeps every event as a line of text.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<String>>);

impl Visit for Lines {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0.lock().unwrap(), " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.target().starts_with("driftless")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let (level, name) = (event.metadata().level(), event.metadata().name());
        write!(self.0.lock().unwrap(), "\n{level} {name}").unwrap();
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Returns the result of a build, and its events.
fn built(
    mode: Mode,
    lock: Embedded,
    clock: impl Clock + 'static,
) -> (Result<Plan<FindMood<'static>>, BuildError>, String) {
    let lines = Lines::default();
    let plan = tracing::subscriber::with_default(lines.clone(), || {
        Plan::<FindMood<'_>>::primary(primary(LIMITED))
            .fallback(
                fallback(GOOD),
                When::RATE_LIMITED,
                Evidence::qualified(lock),
            )
            .deadline(Duration::from_secs(8))
            .omit_expired_fallbacks()
            .mode(mode)
            .clock(clock)
            .build()
    });
    let told = lines.0.lock().unwrap().clone();
    (plan, told)
}

fn good() -> Embedded {
    embedded([entry_about::<FindMood<'_>>(&[])])
}

/// Seen to fail before: the plan didn't start.
#[tokio::test]
async fn a_plan_starts_without_an_expired_fallback_and_says_so_everywhere() {
    let (plan, told) = built(Mode::Production, good(), OVER);
    let plan = plan.unwrap();
    let why = "the evidence expired on 2027-02-21, and today is 2027-02-22";
    assert!(
        told.contains("WARN driftless.fallback.omitted")
            && told.contains(FALLBACK)
            && told.contains(why),
        "{told}"
    );
    let described = plan.describe();
    assert_eq!(described.steps.len(), 1);
    assert_eq!(described.omitted[0].model, FALLBACK);
    assert!(described.omitted[0].why.contains(why));
    let table = described.to_string();
    assert!(
        table.contains(&format!("\n  without {FALLBACK}: ")),
        "{table}"
    );
    let error = plan.call(FindMood { text: "Hooray!" }).await.unwrap_err();
    assert_eq!(error.class(), FailureClass::RateLimited);
    let receipt = error.receipt();
    assert_eq!(receipt.omitted, described.omitted);
    assert!(receipt.hops.is_empty());
    let shown = receipt.to_string();
    assert!(
        shown.contains(&format!("\n  without  {FALLBACK}: ")),
        "{shown}"
    );
    assert!(shown.contains("contracts qualify FindMood"), "{shown}");
    let json = serde_json::to_value(receipt).unwrap();
    assert_eq!(json["omitted"][0]["model"], FALLBACK);
}

/// While the evidence is valid it is used; in its last 30 days each start reports it.
#[tokio::test]
async fn evidence_is_told_of_before_it_expires() {
    let (plan, told) = built(Mode::Production, good(), DECEMBER);
    assert_eq!(told, "");
    let book = Book::default();
    let counted = metrics::set_default_local_recorder(&book);
    let answer = plan.unwrap().call(FindMood { text: "Hooray!" }).await;
    drop(counted);
    let receipt = answer.unwrap().receipt;
    assert!(receipt.omitted.is_empty() && receipt.hops[0].taken());
    // 2026-11-23 and 2027-02-21, as a monitoring system compares days.
    let (told_of, model) = (
        book.lines(),
        "contract=Mood,prompt=FindMood,model=claude-haiku-4-5",
    );
    for part in [
        format!("driftless.evidence.expires {model} 1803168000"),
        format!("driftless.evidence.qualified {model} "),
    ] {
        assert!(told_of.contains(&part), "{part} is missing in\n{told_of}");
    }
    let (plan, told) = built(Mode::Production, good(), LAST);
    assert_eq!(plan.unwrap().describe().steps.len(), 2);
    assert!(
        told.contains("WARN driftless.evidence.expiring") && told.contains("2027-02-21"),
        "{told}"
    );
}

/// Whatever else is wrong is no matter of the day.
#[test]
fn evidence_that_is_wrong_for_another_reason_is_refused_all_the_same() {
    let of = |places: &[_]| embedded([entry_about::<FindMood<'_>>(places)]);
    for lock in [
        of(&[("/prompt/shape", json!("ab"))]),
        of(&[("/candidates/0/verdict", json!("failed"))]),
        of(&[("/reference/model", json!("openai/gpt-5.5"))]),
        embedded([]),
    ] {
        for clock in [DECEMBER, OVER] {
            let (plan, told) = built(Mode::Production, lock, clock);
            plan.unwrap_err();
            assert_eq!(told, "");
        }
    }
    // Development never falls back, and shows why.
    let (plan, told) = built(Mode::Development, good(), OVER);
    let described = plan.unwrap().describe();
    assert_eq!((described.steps.len(), described.omitted.len()), (2, 0));
    assert_eq!(told, "");
}

/// The step behind is reached by what triggers both edges, or not at all.
#[test]
fn who_stood_behind_is_reached_by_the_triggers_of_both_edges() {
    let plan = |first: When, second: When| {
        Plan::<FindMood<'_>>::primary(primary(LIMITED))
            .fallback(fallback(GOOD), first, Evidence::qualified(good()))
            .fallback(
                driftless::provider::Gemini::new("key").model("gemini-3.8-flash"),
                second,
                Evidence::vouched("compared by hand on 50 tickets"),
            )
            .omit_expired_fallbacks()
            .production()
            .clock(OVER)
            .build()
            .unwrap()
            .describe()
    };
    let limited_or_late = When::RATE_LIMITED | When::TIMED_OUT;
    let described = plan(limited_or_late, When::TIMED_OUT | When::UNAVAILABLE);
    assert_eq!((described.steps.len(), described.omitted.len()), (2, 1));
    let when = &described.steps[1].when;
    assert!(when.contains(&FailureClass::TimedOut), "{when:?}");
    assert!(
        !when.contains(&FailureClass::RateLimited) && !when.contains(&FailureClass::Unreachable)
    );
    let described = plan(When::RATE_LIMITED, When::QUOTA_EXHAUSTED);
    assert_eq!((described.steps.len(), described.omitted.len()), (1, 2));
    assert_eq!(described.steps[0].model, PRIMARY);
    assert!(
        described.omitted[1]
            .why
            .contains("no failure of the model before leads to it")
    );
}
