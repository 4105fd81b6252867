//! The receipt: who served an answer, what it cost, and why there was none.
//!
//! Notice: a failed call has a receipt as well, since it may have cost money. The answers are
//! recorded.

use driftless::{Contract, FailureClass, Plan, Prompt};
use driftless_examples::Recorded;

/// Which city a sentence speaks of.
#[derive(Debug, Contract)]
struct Place {
    /// The city's English name.
    city: String,
    /// ISO 3166-1 alpha-2 code; null if the sentence does not tell.
    #[contract(pattern = "^[A-Z]{2}$")]
    country: Option<String>,
}

/// Finds the city.
#[derive(Prompt)]
#[prompt(output = Place, user = "Which city? {sentence}")]
struct FindPlace<'a> {
    sentence: &'a str,
}

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout, reason = "an example talks to its reader")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("replaying recorded answers\n");
    let plan = Plan::<FindPlace<'_>>::primary(Recorded::model(r#"{"city":"Oslo","country":"NO"}"#))
        .build()?;
    let answer = plan
        .call(FindPlace {
            sentence: "The opera house stands in the fjord.",
        })
        .await?;
    println!("{:?}\n{}\n", answer.value, answer.receipt);

    let drifting =
        Plan::<FindPlace<'_>>::primary(Recorded::model(r#"{"City":"Oslo","country":"Norway"}"#))
            .build()?;
    let Err(error) = drifting
        .call(FindPlace {
            sentence: "The opera house stands in the fjord.",
        })
        .await
    else {
        return Err("a drifted answer was accepted".into());
    };
    assert_eq!(error.class(), FailureClass::Drifted);
    println!("{error}\n{}\n", error.receipt());
    println!("{}", serde_json::to_string_pretty(error.receipt())?);
    Ok(())
}
