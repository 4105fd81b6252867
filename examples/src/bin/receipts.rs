//! The receipt: who served an answer, what it cost, and why there was none.
//!
//! Notice: a failed call has a receipt as well, since it may have cost money. The vendor is the
//! library's own server for rehearsals.

use driftless::provider::OpenAi;
use driftless::rehearsal::{Reply, Server};
use driftless::{Contract, FailureClass, Plan, Prompt};

/// Which city a sentence speaks of.
#[derive(Debug, Contract)]
struct Place {
    /// The city's English name.
    city: String,
    /// ISO 3166-1 alpha-2 code; null if the sentence does not say.
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
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vendor = Server::start().await?;
    let fits = Reply::answer(r#"{"city":"Oslo","country":"NO"}"#);
    let drifts = Reply::answer(r#"{"City":"Oslo","country":"Norway"}"#);
    vendor.script("gpt-6.1-terra", [fits, drifts]);
    let model = OpenAi::new("no-key-needed")
        .base_url(vendor.openai_base_url())
        .model("gpt-6.1-terra");
    let plan = Plan::<FindPlace<'_>>::primary(model).build()?;
    let answer = plan
        .call(FindPlace {
            sentence: "The opera house stands in the fjord.",
        })
        .await?;
    println!("{:?}\n{}\n", answer.value, answer.receipt);

    let Err(error) = plan
        .call(FindPlace {
            sentence: "The opera house stands in the fjord.",
        })
        .await
    else {
        return Err("a drifted answer was accepted".into());
    };
    assert_eq!(error.class(), FailureClass::Drifted);
    assert!(error.receipt().cost().is_some(), "it was paid for");
    println!("{error}\n{}\n", error.receipt());
    println!("{}", serde_json::to_string_pretty(error.receipt())?);
    Ok(())
}
