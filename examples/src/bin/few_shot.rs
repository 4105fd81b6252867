//! Few-shot examples are Rust values of the output type, so they can't drift from the contract
//! either.
//!
//! Notice: an example that breaks a rule is refused by `build()`, before any call.

use driftless::{Contract, Example, Plan, Prompt};
use driftless_examples::Recorded;

/// How a reviewer feels.
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

/// The same with an example that breaks the contract.
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
#[allow(clippy::print_stdout, reason = "an example talks to its reader")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("replaying recorded answers\n");
    let plan = Plan::<Rate<'_>>::primary(Recorded::model(r#"{"score":0.8}"#)).build()?;
    let answer = plan
        .call(Rate {
            shop: "Tea & Co",
            review: "Lovely tea.",
        })
        .await?;
    println!("{:?}\n{}\n", answer.value, answer.receipt);

    let Err(refused) = Plan::<Careless<'_>>::primary(Recorded::model("{}")).build() else {
        return Err("a wrong example was accepted".into());
    };
    println!("{refused}");
    Ok(())
}
