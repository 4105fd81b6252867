//! Few-shot examples are Rust values of the output type, so they can't drift from the contract
//! either.
//!
//! Notice: an example that breaks a rule is refused by `build()`, before any call. The vendor is
//! the library's own server for rehearsals.

use driftless::prompt::Example;
use driftless::provider::OpenAi;
use driftless::rehearsal::{Reply, Server};
use driftless::{Contract, Plan, Prompt};

/// Mood of a reviewer.
#[derive(Debug, Contract)]
struct Mood {
    /// From -1 (furious) to 1 (delighted).
    #[contract(range(-1.0..=1.0))]
    score: f64,
}

/// Rates one review.
#[derive(Prompt)]
#[prompt(output = Mood, system = "You rate reviews of {shop}.", user = "{review}", examples = rated)]
struct Rate<'a> {
    shop: &'a str,
    review: &'a str,
}

fn rated() -> Vec<Example<Mood>> {
    vec![
        Example::new(
            &Rate {
                shop: "",
                review: "Arrived broken, nobody answers.",
            },
            Mood { score: -0.9 },
        ),
        Example::new(
            &Rate {
                shop: "",
                review: "Fine.",
            },
            Mood { score: 0.3 },
        ),
    ]
}

/// A prompt like [`Rate`], with an example that breaks the contract.
#[derive(Prompt)]
#[prompt(output = Mood, user = "{review}", examples = out_of_range)]
struct Careless<'a> {
    review: &'a str,
}

fn out_of_range() -> Vec<Example<Mood>> {
    vec![Example::new(
        &Careless {
            review: "Best shop ever!",
        },
        Mood { score: 10.0 },
    )]
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vendor = Server::start().await?;
    vendor.script("gpt-6.1-terra", [Reply::answer(r#"{"score":0.8}"#)]);
    let model = || {
        let openai = OpenAi::new("no-key-needed").base_url(vendor.openai_base_url());
        openai.model("gpt-6.1-terra")
    };
    let plan = Plan::<Rate<'_>>::primary(model()).build()?;
    let answer = plan
        .call(Rate {
            shop: "Tea & Co",
            review: "Lovely tea.",
        })
        .await?;
    println!("{:?}\n{}\n", answer.value, answer.receipt);
    assert!((answer.value.score - 0.8).abs() < f64::EPSILON);
    let sent = vendor.requests();
    let asked = sent.first().ok_or("the vendor was asked")?;
    assert!(
        asked.body.contains("Arrived broken"),
        "the examples go along"
    );

    let Err(refused) = Plan::<Careless<'_>>::primary(model()).build() else {
        return Err("a wrong example was accepted".into());
    };
    println!("{refused}");
    Ok(())
}
