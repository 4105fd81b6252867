//! A rehearsal: what a plan does when each of its models fails in each way, shown before it
//! happens.
//!
//! Notice: the plan is the program's own, with its vendors' addresses and its limits of seconds; no
//! request leaves the machine, and nothing is waited for.

use driftless::FailureClass;
use driftless::rehearsal::{CallOutcome, DriftKind, Fault};
use driftless_examples::plans::triage_plan;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rehearsal = triage_plan()?.rehearse().await?;
    println!("{rehearsal}");

    // What a test of one's own would hold the plan to.
    assert!(rehearsal.every_drift_is_rejected(), "{rehearsal}");
    assert!(rehearsal.every_fallback_is_signalled());
    let outcome = |fault| rehearsal.outcome("gpt-6.1-terra", fault);
    assert_eq!(outcome(Fault::Overloaded), Some(CallOutcome::FellBack));
    assert_eq!(outcome(Fault::Refusal), Some(CallOutcome::Failed));
    let slow = rehearsal
        .row("gpt-6.1-terra", Fault::SlowFirstToken)
        .ok_or("every fault has its row")?;
    assert_eq!(slow.class, Some(FailureClass::TimedOut));
    assert_eq!(
        outcome(Fault::Drift(DriftKind::MissingKey)),
        Some(CallOutcome::Failed)
    );
    Ok(())
}
