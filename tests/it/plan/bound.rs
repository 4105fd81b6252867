//! Relations between the inputs of a prompt and its answer: choices, quotations, and checks that
//! see both.

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::rc::Rc;

use driftless::receipt::AttemptKind;
use driftless::{Contract, FailureClass, Plan, Prompt, Violation, ViolationKind};

use super::{Asked, Say, scripted};

#[derive(Debug, PartialEq, Contract)]
struct Order {
    lines: Vec<Line>,
    #[contract(optional)]
    reason: Option<String>,
    notes: BTreeMap<String, Vec<Sku>>,
    kind: Kind,
    customer: u32,
}

#[derive(Debug, PartialEq, Contract)]
struct Line {
    sku: Sku,
    pieces: u32,
}

/// A product's number.
#[derive(Debug, PartialEq, Contract)]
struct Sku(String);

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "type", rename_all = "snake_case")]
enum Kind {
    Plain,
    Gift { recipient: String },
}

#[derive(Debug, Clone, Prompt)]
#[prompt(
    output = Order,
    system = "You read orders.",
    user = "Mail:\n{mail}",
    choices(lines.*.sku = catalogue, notes.*.* = catalogue, kind.gift.recipient = people, customer = ids),
    quotes(reason = mail),
    ensure = within_credit
)]
struct ReadOrder<'a> {
    mail: &'a str,
    catalogue: &'a [String],
    people: BTreeSet<&'static str>,
    ids: Vec<u32>,
}

/// No more pieces than the mail has letters.
fn within_credit(prompt: &ReadOrder<'_>, order: &Order) -> Result<(), Violation> {
    let most = u32::try_from(prompt.mail.len()).unwrap();
    match order.lines.iter().position(|line| line.pieces > most) {
        Some(index) => {
            Err(Violation::new(format!("at most {most} pieces"))
                .at(format!("/lines/{index}/pieces")))
        }
        None => Ok(()),
    }
}

const MAIL: &str = "Please send 2 × A-1 – we’re out.\r\nÜber 😀 👩‍👩‍👧: \"now\"";

fn catalogue() -> Vec<String> {
    ["A-1", "B-2", "Größe \"L\""].map(str::to_owned).into()
}

fn order(catalogue: &[String]) -> ReadOrder<'_> {
    ReadOrder {
        mail: MAIL,
        catalogue,
        people: BTreeSet::from(["Ann", "Bo"]),
        ids: vec![7, 42],
    }
}

const RIGHT: &str = r#"{"lines":[{"sku":"A-1","pieces":2}],"reason":"we’re out.\r\nÜber 😀 👩‍👩‍👧: \"now\"","notes":{"any":["B-2"]},"kind":{"type":"gift","recipient":"Ann"},"customer":42.0}"#;
const WRONG: &str = r#"{"lines":[{"sku":"A-1","pieces":2},{"sku":"a-1","pieces":999}],"reason":"we're out.","notes":{"any":["B-2","C-3"]},"kind":{"type":"gift","recipient":"Anna"},"customer":43}"#;

fn said(violations: &[Violation]) -> Vec<(&str, ViolationKind)> {
    violations
        .iter()
        .map(|one| (one.pointer(), one.kind()))
        .collect()
}

#[tokio::test]
async fn what_breaks_a_relation_is_a_violation_and_repaired() {
    let (model, asked) = scripted("one", "alpha", [Say::Text(WRONG), Say::Text(RIGHT)]);
    let plan = Plan::<ReadOrder<'_>>::primary(model)
        .repair(1)
        .build()
        .unwrap();
    let (catalogue, mail) = (catalogue(), MAIL);
    let answer = plan.call(order(&catalogue)).await.unwrap();
    assert_eq!(answer.value.lines[0].sku, Sku("A-1".to_owned()));
    assert!(mail.contains(answer.value.reason.as_deref().unwrap()));
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
    let talks = asked.conversations();
    let first = talks[0].last().unwrap().content.to_string();
    // Choices that no template shows are listed; the text to quote is there already.
    assert!(
        first.contains(
            r#"`lines.*.sku` exactly as one of these values: "A-1", "B-2", "Größe \"L\""."#
        ),
        "{first}"
    );
    assert!(
        first.contains(r"`customer` exactly as one of these values: 7, 42."),
        "{first}"
    );
    assert!(first.contains("Copy `reason` word for word"), "{first}");
    let repair = talks[1].last().unwrap().content.to_string();
    for words in [
        "/lines/1/sku",
        "/notes/any/1",
        "/kind/recipient",
        "/customer",
        "/reason",
        "write `A-1`",
        "write `Ann`",
    ] {
        assert!(repair.contains(words), "{words}: {repair}");
    }
}

#[tokio::test]
async fn every_deviation_has_its_place_and_kind() {
    let (model, _) = scripted("one", "alpha", [Say::Text(WRONG)]);
    let plan = Plan::<ReadOrder<'_>>::primary(model).build().unwrap();
    let catalogue = catalogue();
    let error = plan.call(order(&catalogue)).await.unwrap_err();
    let drift = error.drift().unwrap();
    assert_eq!(
        said(drift.violations()),
        [
            ("/lines/1/sku", ViolationKind::NotListed),
            ("/lines/1/pieces", ViolationKind::Ensure),
            ("/reason", ViolationKind::NotQuoted),
            ("/notes/any/1", ViolationKind::NotListed),
            ("/kind/recipient", ViolationKind::NotListed),
            ("/customer", ViolationKind::NotListed),
        ],
        "{drift}"
    );
    for one in drift.violations() {
        let written = &drift.text()[one.span()];
        assert!(
            [
                "\"a-1\"",
                "999",
                "\"we're out.\"",
                "\"C-3\"",
                "\"Anna\"",
                "43"
            ]
            .contains(&written),
            "{written}"
        );
    }
    let quote = drift.violations()[2].hint().unwrap();
    assert!(quote.contains("spelled otherwise"), "{quote}");
    // What the call alone knows stands in no log.
    let redacted = drift.redacted().to_string();
    assert!(
        !redacted.contains("A-1") && redacted.contains("one of the choices in `catalogue`"),
        "{redacted}"
    );
}

/// A value that is wrong by the contract as well is reported with all others.
#[tokio::test]
async fn relations_are_held_beside_the_contract() {
    let text =
        r#"{"lines":[{"sku":"Z","pieces":-1}],"notes":{},"kind":{"type":"plain"},"customer":7}"#;
    let (model, _) = scripted("one", "alpha", [Say::Text(text)]);
    let plan = Plan::<ReadOrder<'_>>::primary(model).build().unwrap();
    let catalogue = catalogue();
    let error = plan.call(order(&catalogue)).await.unwrap_err();
    assert_eq!(
        said(error.drift().unwrap().violations()),
        [
            ("/lines/0/sku", ViolationKind::NotListed),
            ("/lines/0/pieces", ViolationKind::OutOfRange),
        ]
    );
}

/// Asks with a script that must not be used; the words of the error.
pub(super) async fn refused<P>(prompt: P) -> (String, Asked)
where
    P: Prompt,
    P::Output: Send + std::fmt::Debug,
{
    let (model, asked) = scripted("one", "alpha", [Say::Text(RIGHT)]);
    let error = Plan::<P>::primary(model)
        .build()
        .unwrap()
        .call(prompt)
        .await
        .unwrap_err();
    assert_eq!(error.class(), FailureClass::BadRequest, "{error}");
    (error.to_string(), asked)
}

#[tokio::test]
async fn sets_that_no_answer_can_fit_are_told_before_anything_is_sent() {
    let all = catalogue();
    let mut prompt = order(&all);
    prompt.ids = Vec::new();
    let (words, asked) = refused(prompt).await;
    assert!(
        words.contains("`ids` holds no choice for `customer`"),
        "{words}"
    );
    assert_eq!(asked.times(), 0);
    let twice = ["A-1".to_owned(), "B-2".to_owned(), "A-1".to_owned()];
    let (words, asked) = refused(order(&twice)).await;
    assert!(words.contains("holds the choice `A-1` twice"), "{words}");
    assert_eq!(asked.times(), 0);
    // Of a list or a variant that may be left out, an empty set leaves nothing to write, which is
    // an answer.
    let (model, asked) = scripted(
        "one",
        "alpha",
        [Say::Text(
            r#"{"lines":[],"notes":{},"kind":{"type":"plain"},"customer":7}"#,
        )],
    );
    let mut prompt = order(&[]);
    prompt.people.clear();
    let plan = Plan::<ReadOrder<'_>>::primary(model).build().unwrap();
    assert_eq!(plan.call(prompt).await.unwrap().value.lines, []);
    let first = asked.conversations()[0][0].content.to_string();
    assert!(
        first.contains("There is no value for `lines.*.sku`"),
        "{first}"
    );
}

/// Against a plain search as judge, over what a text can hold.
#[tokio::test]
async fn a_quotation_is_what_stands_in_the_text() {
    #[derive(Debug, Contract)]
    struct Evidence {
        quote: Option<String>,
    }
    #[derive(Prompt)]
    #[prompt(output = Evidence, user = "{text}", quotes(quote = text))]
    struct Quote<'a> {
        text: &'a str,
    }
    let text = "天気は良い。\u{202e}abc\0 a\r\nb e\u{301} 👩‍👩‍👧 „so“ aaa";
    let letters: Vec<char> = text.chars().collect();
    let mut cases: Vec<(String, bool)> = vec![
        (text.to_owned(), true),
        (String::new(), false),
        (format!("{text} "), false),
        ("a\nb".to_owned(), false),
        ("é".to_owned(), false),
        ("\"so\"".to_owned(), false),
        ("aaaa".to_owned(), false),
    ];
    for from in (0..letters.len()).step_by(3) {
        for length in [1, 2, 7] {
            let piece: String = letters.iter().skip(from).take(length).collect();
            let mut changed = piece.clone();
            changed.push('x');
            let holds = !piece.trim().is_empty();
            cases.push((piece, holds));
            cases.push((changed.clone(), text.contains(&changed)));
        }
    }
    for (quote, holds) in cases {
        let json = serde_json::json!({ "quote": quote }).to_string();
        let (model, _) = scripted("one", "alpha", [Say::Text(json.leak())]);
        let plan = Plan::<Quote<'_>>::primary(model).build().unwrap();
        let answer = plan.call(Quote { text }).await;
        assert_eq!(answer.is_ok(), holds, "{quote:?}");
    }
    let (model, _) = scripted("one", "alpha", [Say::Text(r#"{"quote":null}"#)]);
    let plan = Plan::<Quote<'_>>::primary(model).build().unwrap();
    assert!(
        plan.call(Quote { text: "" }).await.is_ok(),
        "null quotes nothing"
    );
}

/// The relations are part of the evidence, the values are not.
#[test]
fn a_relation_changes_the_fingerprint() {
    macro_rules! prompt {
        ($($relation:tt)*) => {{
            #[derive(Prompt)]
            #[prompt(output = Line, name = "Same", user = "{text}", $($relation)*)]
            struct Same { text: String }
            impl Same {
                #[allow(dead_code, reason = "only some relations name it")]
                fn fine(&self, _: &Line) -> Result<(), Violation> { Ok(()) }
            }
            Same::prompt_fingerprint()
        }};
    }
    let all = [
        prompt!(),
        prompt!(quotes(sku = text)),
        prompt!(ensure = Same::fine),
    ];
    let distinct: BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len(), "{all:?}");
}

/// A prompt that is generic over its output: the marker is no input.
#[tokio::test]
async fn a_prompt_may_be_generic_over_its_output() {
    #[derive(Prompt)]
    #[prompt(output = T, user = "{text}", choices(sku = skus))]
    struct Extract<T> {
        text: String,
        skus: Vec<&'static str>,
        output: PhantomData<fn() -> T>,
    }
    let (model, _) = scripted("one", "alpha", [Say::Text(r#"{"sku":"B","pieces":1}"#)]);
    let plan = Plan::<Extract<Line>>::primary(model).build().unwrap();
    let ask = |skus| Extract {
        text: "x".to_owned(),
        skus,
        output: PhantomData,
    };
    assert_eq!(plan.call(ask(vec!["B"])).await.unwrap().value.pieces, 1);
    assert!(plan.call(ask(vec!["A"])).await.is_err());
}

/// Only a prompt with checks of its own is kept while the models answer.
#[tokio::test]
async fn a_prompt_without_checks_need_not_be_sent_with_its_call() {
    #[derive(Prompt)]
    #[prompt(output = Line, user = "{text}", choices(sku = skus))]
    struct Local {
        text: Rc<str>,
        skus: Rc<[String]>,
    }
    let (model, _) = scripted("one", "alpha", [Say::Text(r#"{"sku":"B","pieces":1}"#)]);
    let plan = Plan::<Local>::primary(model).build().unwrap();
    let call = plan.call(Local {
        text: Rc::from("x"),
        skus: Rc::from(["B".to_owned()]),
    });
    assert_eq!(tokio::spawn(call).await.unwrap().unwrap().value.pieces, 1);
}
