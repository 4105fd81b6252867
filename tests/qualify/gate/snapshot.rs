//! Another snapshot of a fallback answers than the one that was qualified.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use driftless::plan::PlanBuilder;
use driftless::provider::Served;
use driftless::receipt::{Attempt, Receipt};
use driftless::{Evidence, FailureClass, Observer, Plan, When};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber as _;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::models::{DECEMBER, Say, embedded, entry_about, fallback, primary};
use crate::mood::FindMood;

const QUESTION: FindMood<'static> = FindMood { text: "x" };
const QUALIFIED: &str = "claude-haiku-4-5-20251001";
const OTHER: &str = "claude-haiku-4-5-20260301";

/// A plan whose first model fails and whose second is served by this snapshot.
fn plan(served: Option<&'static str>, evidence: Evidence) -> PlanBuilder<FindMood<'static>> {
    let answer = Say::Answer(r#"{"happy":true}"#, served);
    Plan::<FindMood<'_>>::primary(primary(Say::Fail(Duration::ZERO)))
        .fallback(fallback(answer), When::RATE_LIMITED, evidence)
        .accept(Served::Unverifiable)
        .production()
        .clock(DECEMBER)
}

fn qualified() -> Evidence {
    Evidence::qualified(embedded([entry_about::<FindMood<'_>>(&[])]))
}

#[derive(Clone, Default)]
struct Changes(Arc<Mutex<Vec<String>>>);

impl Observer for Changes {
    fn snapshot_changed(&self, attempt: &Attempt, receipt: &Receipt) {
        assert_eq!(
            receipt.attempts.last().map(|last| last.step),
            Some(attempt.step)
        );
        let change = attempt.snapshot_changed.as_ref().unwrap();
        self.0.lock().unwrap().push(change.to_string());
    }
}

/// Keeps events as lines of text.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<String>>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Events {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("driftless")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = format!("{} {}", event.metadata().level(), event.metadata().name());
        event.record(&mut Fields(&mut line));
        self.0.lock().unwrap().push(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn another_snapshot_is_told_in_receipt_event_and_hook() {
    let (changes, events) = (Changes::default(), Events::default());
    let plan = plan(Some(OTHER), qualified())
        .observe(changes.clone())
        .build()
        .unwrap();
    let answer = plan
        .call(QUESTION)
        .with_subscriber(events.clone())
        .await
        .unwrap();
    let change = answer.receipt.attempts[1]
        .snapshot_changed
        .as_ref()
        .unwrap();
    assert_eq!(
        (change.served.as_str(), change.qualified[0].as_str()),
        (OTHER, QUALIFIED)
    );
    let told = format!("{OTHER} served, and {QUALIFIED}, claude-haiku-4-5-20251002 was qualified");
    assert_eq!(*changes.0.lock().unwrap(), [told.as_str()]);
    assert!(
        answer
            .receipt
            .to_string()
            .contains(&format!("snapshot {told}")),
        "{}",
        answer.receipt
    );
    let events = events.0.lock().unwrap();
    let warned: Vec<_> = events
        .iter()
        .filter(|line| line.contains("model.snapshot_changed"))
        .collect();
    assert!(
        matches!(warned.as_slice(), [line] if line.starts_with("WARN ") && line.contains(OTHER) && line.contains(QUALIFIED)),
        "{events:?}"
    );
}

#[tokio::test]
async fn a_snapshot_that_was_qualified_is_no_news() {
    for pinned in [false, true] {
        let changes = Changes::default();
        let mut builder = plan(Some(QUALIFIED), qualified()).observe(changes.clone());
        if pinned {
            builder = builder.pin_snapshots();
        }
        let answer = builder.build().unwrap().call(QUESTION).await.unwrap();
        assert_eq!(answer.receipt.attempts[1].snapshot_changed, None);
        assert!(changes.0.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn pinned_the_plan_refuses_it_and_one_that_nobody_names() {
    for (served, says) in [
        (Some(OTHER), "20260301 served, and"),
        (None, "does not say which snapshot served"),
    ] {
        let plan = plan(served, qualified()).pin_snapshots().build().unwrap();
        let error = plan.call(QUESTION).await.unwrap_err();
        assert_eq!(error.class(), FailureClass::Substituted, "{error}");
        assert!(
            error.to_string().contains(says) && error.to_string().contains("drop `pin_snapshots`"),
            "{error}"
        );
        assert_eq!(
            error.receipt().attempts[1].failure,
            Some(FailureClass::Substituted)
        );
    }
}

/// Nothing can be pinned on a person's word, so the plan must not pretend to.
#[test]
fn pinning_what_nobody_has_qualified_is_refused() {
    let error = plan(None, Evidence::vouched("compared by hand"))
        .pin_snapshots()
        .build()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("names no snapshot that could be pinned"),
        "{error}"
    );
}
