//! A cassette: a recorded exchange in a file that is committed, so that a test runs without
//! network, key and cost.
//!
//! Notice: the receipt of a replay has the tokens and the cost of the recorded answer, and a
//! changed question fails with the place where it changed. With `record` as an argument and a key
//! in `OPENAI_API_KEY`, the file is recorded again from OpenAI. What is committed came from a
//! server on loopback that speaks OpenAI's Responses API.

use driftless::cassette::{Cassette, CassetteMode, Stale};
use driftless::provider::OpenAi;
use driftless::{Contract, Plan, Prompt};

/// Which city a sentence speaks of.
#[derive(Debug, PartialEq, Contract)]
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

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cassettes/place.jsonl");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let records = std::env::args().any(|argument| argument == "record");
    let mode = if records {
        CassetteMode::Record
    } else {
        CassetteMode::Replay
    };
    let cassette = Cassette::builder(FILE).mode(mode).open()?;
    let model = OpenAi::with_cassette(&cassette).model("gpt-6.1-terra");
    let plan = Plan::<FindPlace<'_>>::primary(model).build()?;

    let answer = plan
        .call(FindPlace {
            sentence: "The opera house stands in the fjord, and Norway pays for it.",
        })
        .await?;
    println!("{:?}\n{}\n", answer.value, answer.receipt);
    assert_eq!(answer.value.city, "Oslo");
    assert!(
        answer
            .receipt
            .attempts
            .iter()
            .all(|attempt| attempt.cost.is_some())
    );
    if records {
        println!("{:?}", cassette.finish().await?);
        return Ok(());
    }

    // One word of the question is another one.
    let changed = plan
        .call(FindPlace {
            sentence: "The opera house stands in the fjord, and Sweden pays for it.",
        })
        .await;
    let Err(error) = changed else {
        return Err("a changed question was answered".into());
    };
    let stale = Stale::of(&error).ok_or("another error than expected")?;
    assert_eq!(stale.differences().len(), 1);
    println!("{stale}\n");

    let report = cassette.finish().await?;
    assert_eq!((report.replayed, report.recorded), (1, 0));
    assert!(report.unused.is_empty());
    println!("{report:?}");
    Ok(())
}
