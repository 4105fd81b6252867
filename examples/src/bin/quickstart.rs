//! Three support tickets through a model, then a drifted answer that is refused.
//!
//! Notice: the vendor whose key is set answers, and a small model in the process otherwise; the
//! contract and the plan are the same for all. The small model's answers have the right shape and
//! nothing more: its judgement is at the level of chance, and every receipt says so.

use std::error::Error;

use driftless::dialect::Dialect;
use driftless::provider::{Anthropic, Gemini, Model, OpenAi};
use driftless::{Contract, Plan, Prompt, decode};
use driftless_local::{Local, LocalError, ModelId};

/// How soon somebody must act.
#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Severity {
    Low,
    Medium,
    High,
}

/// What the on-call engineer must know about one support ticket.
#[derive(Debug, Contract)]
struct Triage {
    /// One sentence, present tense.
    #[contract(length(1..=80))]
    summary: String,
    severity: Severity,
    /// Refund that the customer asks for, in US dollars; null when none.
    #[contract(range(0.0..=10_000.0), multiple_of = 0.01)]
    refund_usd: Option<f64>,
    /// Parts of the shop that are concerned.
    #[contract(length(1..=3), unique)]
    areas: Vec<Area>,
}

#[derive(Debug, PartialEq, Contract)]
#[contract(rename_all = "snake_case")]
enum Area {
    Checkout,
    Billing,
    Delivery,
    Account,
}

/// Triage one ticket.
#[derive(Prompt)]
#[prompt(output = Triage, system = "You triage support tickets of a web shop.", user = "Ticket:\n{ticket}")]
struct TriageTicket<'a> {
    ticket: &'a str,
}

const TICKETS: [&str; 3] = [
    "The checkout page has been down for all our customers since 9 o'clock. Nobody can pay!",
    "You charged me twice for order 4711. Please refund the second payment of 49.90 dollars.",
    "Could you add a dark theme to the account page some day? Not urgent.",
];

/// A reply that a substitute sent once: status 200, valid JSON, another shape.
const DRIFTED: &str = r#"{"summary":"Customer was charged twice","severity":"HIGH","refundUsd":"$49.90","areas":["billing","billing"]}"#;

async fn triage<D: Dialect>(model: Model<D>) -> Result<(), Box<dyn Error>> {
    let plan = Plan::<TriageTicket<'_>>::primary(model.max_output_tokens(2_000)).build()?;
    for ticket in TICKETS {
        println!("\n> {ticket}");
        let answer = plan.call(TriageTicket { ticket }).await?;
        println!("{:#?}\n{}", answer.value, answer.receipt);
        assert!(
            !answer.value.areas.is_empty(),
            "the contract promises at least one area"
        );
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // A key that is set and can't be right is an error, never a reason to ask somebody else.
    let is_set = |name| std::env::var_os(name).is_some();
    if is_set("OPENAI_API_KEY") {
        println!("asking OpenAI, since OPENAI_API_KEY is set");
        triage(OpenAi::from_env()?.model("gpt-6-luna")).await?;
    } else if is_set("ANTHROPIC_API_KEY") {
        println!("asking Anthropic, since ANTHROPIC_API_KEY is set");
        triage(Anthropic::from_env()?.model("claude-haiku-4-5")).await?;
    } else if is_set("GEMINI_API_KEY") {
        println!("asking Gemini, since GEMINI_API_KEY is set");
        triage(Gemini::from_env()?.model("gemini-3.5-flash-lite")).await?;
    } else {
        println!(
            "no vendor's key is set, so a small model in this process answers; it is for trying out the mechanics, not for judgement"
        );
        let local = match Local::from_env() {
            Ok(local) => local,
            // 98 MB, once; later runs open the file at once.
            Err(LocalError::NoWeights { .. }) => Local::fetch(ModelId::SMOLLM2_135M).await?,
            Err(error) => return Err(error.into()),
        };
        println!(
            "{} ({}), weights {:.12}…",
            local.id(),
            local.grade(),
            local.digest()
        );
        triage(local.model()).await?;
    }

    println!("\nAnd this is what happens to an answer of another shape:\n\n{DRIFTED}\n");
    match decode::<Triage>(DRIFTED) {
        Ok(triage) => Err(format!("a drifted answer was accepted: {triage:?}").into()),
        Err(drift) => {
            println!("{drift}");
            Ok(())
        }
    }
}
