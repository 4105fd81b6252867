//! A budget that concurrent calls can't overspend, and what its refusal looks like.
//!
//! Notice: the refusal is a class of its own, comes before anything is sent, and says when there is
//! room again. The vendor is the library's own server for rehearsals.

use std::time::Duration;

use driftless::budget::Budget;
use driftless::plan::SystemClock;
use driftless::provider::OpenAi;
use driftless::rehearsal::{Reply, Server};
use driftless::{Contract, FailureClass, Plan, Prompt, Usd, usd};

/// The mood of a text.
#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

/// Finds the mood.
#[derive(Prompt)]
#[prompt(output = Mood, user = "Is this text happy? {text}")]
struct FindMood<'a> {
    text: &'a str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vendor = Server::start().await?;
    let happy = Reply::answer(r#"{"happy":true}"#).tokens(400, 60);
    vendor.script("gpt-6.1-terra", [happy]);
    let model = OpenAi::new("no-key-needed")
        .base_url(vendor.openai_base_url())
        .model("gpt-6.1-terra")
        .max_output_tokens(200);

    // A cent per hour; another plan could draw on the same budget.
    let budget = Budget::builder()
        .per(Duration::from_secs(3600), usd("0.01")?)
        .build()?;
    let plan = Plan::<FindMood<'_>>::primary(model)
        .budget(&budget)
        .build()?;

    let calls: Vec<_> = (0..40)
        .map(|_| tokio::spawn(plan.call(FindMood { text: "Hooray!" })))
        .collect();
    let (mut paid, mut spent, mut refused) = (0, Usd::ZERO, None);
    for call in calls {
        match call.await? {
            Ok(answer) => {
                assert!(answer.value.happy);
                paid += 1;
                spent = answer
                    .receipt
                    .cost()
                    .and_then(|cost| spent.checked_add(cost))
                    .unwrap_or(spent);
            }
            Err(error) => refused = Some(error),
        }
    }
    println!("{paid} of 40 calls were paid, {spent} in all");
    let error = refused.ok_or("a cent can't pay for 40 calls that may cost so much")?;
    println!("{error}");
    assert_eq!(error.class(), FailureClass::BudgetExceeded);
    assert!(error.receipt().attempts.is_empty());

    let standing = budget.standing(&SystemClock::default());
    let ledger = standing.first().ok_or("the budget has one ceiling")?;
    println!(
        "spent {} of {}, nothing held: {}",
        ledger.spent, ledger.limit, ledger.reserved
    );
    assert_eq!((ledger.spent, ledger.reserved), (spent, Usd::ZERO));
    assert!(spent <= usd("0.01")?);
    Ok(())
}
