//! Answers that are tied to their inputs, over a real server and in a vendor's form of the
//! contract.

use std::collections::BTreeMap;

use driftless::drift::ViolationKind;
use driftless::receipt::AttemptKind;
use driftless::{Contract, FailureClass, Plan, Prompt};
use driftless_tests::loopback::{Exchange, Loopback};

use super::{model, says};

#[derive(Debug, PartialEq, Contract)]
struct Claim {
    sku: String,
    /// The shelf of each part.
    parts: BTreeMap<String, String>,
    quote: Option<String>,
}

#[derive(Prompt)]
#[prompt(
    output = Claim,
    user = "{mail}",
    choices(sku = skus, parts.* = shelves),
    quotes(quote = mail)
)]
struct ReadClaim<'a> {
    mail: &'a str,
    skus: &'a [&'a str],
    shelves: Vec<String>,
}

fn claim() -> ReadClaim<'static> {
    ReadClaim {
        mail: "The „lid“ of K-12 is broken.",
        skus: &["K-12", "K-13"],
        shelves: vec!["A".to_owned(), "B".to_owned()],
    }
}

/// As OpenAI's models write it: a map is a list of entries.
const WRONG: &str = r#"{"sku":"K-14","parts":[{"key":"lid","value":"A"},{"key":"pot","value":"C"}],"quote":"The lid is gone"}"#;
const RIGHT: &str = r#"{"sku":"K-12","parts":[{"key":"lid","value":"A"}],"quote":"„lid“ of K-12"}"#;

#[tokio::test]
async fn a_broken_relation_is_repaired_at_the_places_that_the_model_wrote() {
    let repairs = Exchange::new(
        |seen| {
            let words = ["/sku", "/parts/1/value", "/quote", "write `K-12`"];
            match words.iter().find(|words| !seen.body.contains(*words)) {
                Some(words) => Err(format!("no {words}: {}", seen.body)),
                None => Ok(()),
            }
        },
        says(RIGHT),
    );
    let server = Loopback::start([Exchange::any(says(WRONG)), repairs]).await;
    let plan = Plan::<ReadClaim<'_>>::primary(model(&server))
        .repair(1)
        .build()
        .unwrap();
    let answer = plan.call(claim()).await.unwrap();
    assert_eq!(answer.value.parts["lid"], "A");
    let kinds: Vec<_> = answer
        .receipt
        .attempts
        .iter()
        .map(|attempt| (attempt.kind, attempt.failure))
        .collect();
    assert_eq!(
        kinds,
        [
            (AttemptKind::First, Some(FailureClass::Drifted)),
            (AttemptKind::Repair, None)
        ]
    );
    assert_eq!(server.finish().len(), 2);
}

#[tokio::test]
async fn a_drift_has_the_places_of_the_contract() {
    let server = Loopback::start([Exchange::any(says(WRONG))]).await;
    let plan = Plan::<ReadClaim<'_>>::primary(model(&server))
        .build()
        .unwrap();
    let error = plan.call(claim()).await.unwrap_err();
    let drift = error.drift().unwrap();
    let told: Vec<_> = drift
        .violations()
        .iter()
        .map(|one| (one.pointer(), one.kind(), &drift.text()[one.span()]))
        .collect();
    assert_eq!(
        told,
        [
            ("/sku", ViolationKind::NotListed, "\"K-14\""),
            ("/parts/pot", ViolationKind::NotListed, "\"C\""),
            ("/quote", ViolationKind::NotQuoted, "\"The lid is gone\""),
        ]
    );
    server.finish();
}

/// Nothing is sent of a call that no answer could be right for.
#[tokio::test]
async fn no_choice_at_all_is_told_before_anything_is_sent() {
    let server = Loopback::start([]).await;
    let plan = Plan::<ReadClaim<'_>>::primary(model(&server))
        .build()
        .unwrap();
    let mut none = claim();
    none.skus = &[];
    let error = plan.call(none).await.unwrap_err();
    assert_eq!(error.class(), FailureClass::BadRequest, "{error}");
    assert_eq!(server.finish().len(), 0);
}
