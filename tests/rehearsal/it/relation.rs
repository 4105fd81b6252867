//! Prompts whose answers are tied to their inputs: a choice that isn't one, and an invented
//! quotation, are rehearsed like every other drift.

use std::collections::BTreeMap;

use driftless::dialect::Dialect;
use driftless::provider::{Anthropic, Gemini, Model, OpenAi, Served};
use driftless::rehearsal::{CallOutcome, Fault, Rehearsal};
use driftless::{Contract, FailureClass, Plan, Price, Prompt};

use crate::shop::NOBODY;

#[derive(Debug, PartialEq, Contract)]
struct Claim {
    /// The product's code.
    #[contract(pattern = "^[A-Z]-[0-9]{1,4}$")]
    sku: String,
    counts: BTreeMap<String, u8>,
    quote: Option<String>,
}

#[derive(Prompt)]
#[prompt(
    output = Claim,
    user = "{mail}",
    choices(sku = skus, counts.* = sizes),
    quotes(quote = mail)
)]
struct ReadClaim<'a> {
    mail: &'a str,
    skus: Vec<String>,
    sizes: Vec<u8>,
}

async fn rehearse<D: Dialect>(model: Model<D>, document: Option<&str>) -> Rehearsal {
    let plan =
        Plan::<ReadClaim<'static>>::primary(model.price(Price::free()).max_output_tokens(500))
            .accept(Served::Unverifiable)
            .build()
            .unwrap();
    let rehearsal = plan.rehearse();
    match document {
        Some(document) => rehearsal.document(document).await.unwrap(),
        None => rehearsal.await.unwrap(),
    }
}

#[track_caller]
fn hold(rehearsal: &Rehearsal, fault: Fault, outcome: CallOutcome) {
    let rows: Vec<_> = rehearsal
        .rows
        .iter()
        .filter(|row| row.fault == fault)
        .collect();
    let [row] = rows[..] else {
        panic!("{fault}: {rehearsal}");
    };
    assert_eq!(row.outcome, outcome, "{fault}: {rehearsal}");
    if outcome == CallOutcome::Failed {
        assert_eq!(row.class, Some(FailureClass::Drifted), "{fault}");
    }
}

/// In the form of each vendor, maps as entries and what may be missing included.
#[tokio::test]
async fn broken_relations_are_rehearsed() {
    let document = r#"{"sku":"K-12","counts":{"red":3},"quote":"Größe „L“"}"#;
    let openai = OpenAi::new("sk-a-real-key-of-the-user").base_url(NOBODY);
    let anthropic = Anthropic::new("sk-a-real-key-of-the-user").base_url(NOBODY);
    let gemini = Gemini::new("sk-a-real-key-of-the-user").base_url(NOBODY);
    for rehearsal in [
        rehearse(openai.model("gpt-6.1-terra"), Some(document)).await,
        rehearse(anthropic.model("claude-haiku-4-5"), Some(document)).await,
        rehearse(gemini.model("gemini-3.8-flash"), Some(document)).await,
    ] {
        hold(&rehearsal, Fault::Nothing, CallOutcome::Answered);
        hold(&rehearsal, Fault::UnlistedChoice, CallOutcome::Failed);
        hold(&rehearsal, Fault::InventedQuote, CallOutcome::Failed);
        assert!(
            rehearsal
                .to_string()
                .contains("drift: an invented quotation"),
            "{rehearsal}"
        );
    }
}

/// An answer that quotes nothing can't quote something else.
#[tokio::test]
async fn an_answer_without_a_place_for_it_is_not_changed() {
    let document = r#"{"sku":"K-12","counts":{},"quote":null}"#;
    let openai = OpenAi::new("sk-a-real-key-of-the-user").base_url(NOBODY);
    let rehearsal = rehearse(openai.model("gpt-6.1-terra"), Some(document)).await;
    hold(&rehearsal, Fault::UnlistedChoice, CallOutcome::Failed);
    hold(&rehearsal, Fault::InventedQuote, CallOutcome::NotApplicable);
    // Nor must a document that is made up be changed by hand.
    let made_up = rehearse(openai.model("gpt-6.1-terra"), None).await;
    hold(&made_up, Fault::Nothing, CallOutcome::Answered);
}
