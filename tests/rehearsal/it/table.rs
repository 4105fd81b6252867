//! Tables of whole plans. Time in them is the plan's own: it stands still but for limits, pauses
//! and waits, so that they hold on every machine.

use driftless::rehearsal::{CallOutcome, Fault, Rehearsal, RetryAfter};
use insta::assert_snapshot;

use crate::shop::builder;

async fn production() -> Rehearsal {
    let plan = builder().production().build().unwrap();
    plan.rehearse().await.unwrap()
}

#[tokio::test]
async fn the_table_of_a_plan_in_production() {
    let rehearsal = production().await;
    assert!(rehearsal.every_drift_is_rejected(), "{rehearsal}");
    assert!(rehearsal.every_fallback_is_signalled(), "{rehearsal}");
    assert_snapshot!("production", rehearsal.to_string());
}

#[tokio::test]
async fn the_table_of_the_same_plan_in_development() {
    let plan = builder().build().unwrap();
    let rehearsal = plan.rehearse().await.unwrap();
    assert!(rehearsal.every_drift_is_rejected(), "{rehearsal}");
    assert_eq!(rehearsal.rows.iter().filter(|row| row.step > 0).count(), 0);
    assert!(
        rehearsal
            .rows
            .iter()
            .all(|row| row.outcome != CallOutcome::FellBack)
    );
    assert_snapshot!("development", rehearsal.to_string());
}

#[tokio::test]
async fn the_same_plan_gives_the_same_table() {
    let (one, other) = (production().await, production().await);
    assert_eq!(one, other);
    let json = |rehearsal: &Rehearsal| serde_json::to_string(rehearsal).unwrap();
    assert_eq!(json(&one), json(&other));
}

#[tokio::test]
async fn it_is_json_as_well() {
    let rehearsal = production().await;
    let json: serde_json::Value = serde_json::to_value(&rehearsal).unwrap();
    assert_eq!(json["mode"], "production");
    assert_eq!(json["steps"][1]["reached_by"], "503");
    assert_eq!(json["steps"][1]["form"], "anthropic");
    let rows = json["rows"].as_array().unwrap();
    // The prompt has no relations.
    assert_eq!(rows.len(), 2 * (Fault::all().len() - 2));
    let row = rows
        .iter()
        .find(|row| row["fault"] == "slow first token")
        .unwrap();
    assert_eq!(row["outcome"], "fell_back");
    assert_eq!(row["class"], "timed_out");
    assert_eq!(row["answered_by"], "claude-haiku-4-5");
    assert_eq!(row["signals"][0]["kind"], "fallback_activated");
    assert_eq!(row["attempts"], 3);
}

#[tokio::test]
async fn rows_are_found_by_model_and_fault() {
    let rehearsal = production().await;
    let of = |model, fault| rehearsal.outcome(model, fault);
    assert_eq!(
        of("gpt-6.1-terra", Fault::Unavailable),
        Some(CallOutcome::FellBack)
    );
    assert_eq!(
        of("gpt-6.1-terra", Fault::Refusal),
        Some(CallOutcome::Failed)
    );
    assert_eq!(
        of("claude-haiku-4-5", Fault::Unavailable),
        Some(CallOutcome::Failed)
    );
    assert_eq!(
        of("claude-haiku-4-5", Fault::ContentFilter),
        Some(CallOutcome::NotApplicable)
    );
    assert_eq!(of("a-model-of-another-plan", Fault::Unavailable), None);
    let waited = rehearsal
        .row("gpt-6.1-terra", Fault::RateLimited(RetryAfter::Date(2)))
        .unwrap();
    assert_eq!(waited.retry_after.unwrap().as_secs(), 2);
    let fell_back: Vec<Fault> = rehearsal
        .faults_that(CallOutcome::FellBack, "gpt-6.1-terra")
        .collect();
    assert!(fell_back.contains(&Fault::CutStream) && !fell_back.contains(&Fault::ServerError));
}
