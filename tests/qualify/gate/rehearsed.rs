//! A plan with evidence, in rehearsal: the model that serves instead of a qualified snapshot.

use driftless::dialect::{AnthropicSchema, Dialect as _, adapt};
use driftless::provider::{Anthropic, OpenAi, Served};
use driftless::rehearsal::{CallOutcome, Fault, Rehearsal};
use driftless::{Contract as _, Evidence, FailureClass, Plan, When};
use serde_json::json;

use crate::models::{DECEMBER, FALLBACK, PRIMARY, embedded, entry_about};
use crate::mood::{FindMood, Mood};

/// A plan that accepts whatever served, unless it is pinned.
async fn rehearsal(pinned: bool) -> Rehearsal {
    let adapted = adapt(Mood::SHAPE, AnthropicSchema::TABLE).unwrap();
    let entry = entry_about::<FindMood<'_>>(&[
        ("/candidates/0/arm/dialect", json!(adapted.dialect)),
        ("/candidates/0/arm/adapter", json!(adapted.digest())),
    ]);
    let plan = Plan::<FindMood<'_>>::primary(OpenAi::new("key").model(PRIMARY))
        .fallback(
            Anthropic::new("key").model(FALLBACK),
            When::UNAVAILABLE,
            Evidence::qualified(embedded([entry])),
        )
        .accept(Served::Substituted)
        .production()
        .clock(DECEMBER);
    let plan = if pinned { plan.pin_snapshots() } else { plan };
    plan.build().unwrap().rehearse().await.unwrap()
}

#[tokio::test]
async fn pinned_no_substitution_passes_even_where_the_plan_accepts_them() {
    let free = rehearsal(false).await;
    assert_eq!(
        free.outcome(FALLBACK, Fault::Substitution),
        Some(CallOutcome::Answered),
        "{free}"
    );
    let pinned = rehearsal(true).await;
    let row = pinned.row(FALLBACK, Fault::Substitution).unwrap();
    assert_eq!(
        (row.outcome, row.class),
        (CallOutcome::Failed, Some(FailureClass::Substituted)),
        "{pinned}"
    );
    // The snapshot that was qualified answers, in the first model's place as well.
    assert_eq!(
        pinned.outcome(FALLBACK, Fault::Nothing),
        Some(CallOutcome::Answered)
    );
    assert_eq!(
        pinned.outcome(PRIMARY, Fault::Unavailable),
        Some(CallOutcome::FellBack)
    );
}
