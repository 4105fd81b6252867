//! The choices of one call in the schemas of all dialects, judged by another implementation of JSON
//! Schema.

use std::collections::BTreeMap;

use driftless::__private::{Bindings, Binds as _};
use driftless::dialect::{Adapted, Form, KNOWN, Narrowed, adapt};
use driftless::{Contract, Prompt};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

/// A part, which a claim has twice.
#[derive(Debug, Contract)]
struct Part {
    #[contract(length(1..=40))]
    shelf: String,
    number: Option<u8>,
}

#[derive(Debug, Contract)]
struct Claim {
    sku: String,
    bound: Part,
    free: Part,
    more: Vec<Part>,
    by_name: BTreeMap<String, String>,
    tags: Vec<Option<String>>,
}

#[derive(Prompt)]
#[prompt(
    output = Claim,
    user = "{mail}",
    choices(in_schema, sku = skus, bound.shelf = shelves, bound.number = numbers),
    choices(in_schema, more.*.shelf = shelves, by_name.* = shelves, tags.* = skus)
)]
struct ReadClaim {
    mail: String,
    skus: Vec<String>,
    shelves: Vec<String>,
    numbers: Vec<u8>,
}

fn claim(skus: Vec<String>) -> Bindings {
    let prompt = ReadClaim {
        mail: "?".to_owned(),
        skus,
        shelves: vec!["A".to_owned(), "B".to_owned()],
        numbers: vec![1, 2],
    };
    prompt.bind().bindings().clone()
}

fn some() -> Bindings {
    claim(vec!["K-12".to_owned(), "K\"13".to_owned()])
}

/// Everything that has a schema, with the form of this call.
fn narrowed(bindings: &Bindings) -> Vec<(Adapted, Narrowed)> {
    let tables = KNOWN.iter();
    let adapted = tables.filter_map(|table| adapt(Claim::SHAPE, table).ok());
    let adapted = adapted.filter(|adapted| schema(&adapted.form).is_some());
    let all: Vec<_> = adapted
        .map(|adapted| {
            let narrowed = adapted.narrowed(bindings);
            (adapted, narrowed)
        })
        .collect();
    assert!(all.len() >= 9, "{}", all.len());
    all
}

fn schema(form: &Form) -> Option<Value> {
    match form {
        Form::Schema { schema, .. } | Form::Tool { schema, .. } => {
            Some(serde_json::to_value(schema).unwrap())
        }
        Form::JsonMode | Form::Text => None,
    }
}

fn document(random: &mut SmallRng, skus: &[&str]) -> Value {
    let mut text = |all: &[&str]| all[random.random_range(0..all.len())].to_owned();
    let part = |shelf: String, number: Value| json!({"shelf": shelf, "number": number});
    let shelves = ["A", "B", "B", "A", "C"];
    let bound = part(text(&shelves), Value::Null);
    let free = part(text(&["A", "Z"]), Value::Null);
    let (more, name) = (part(text(&shelves), json!(200)), text(&shelves));
    let tag = Some(text(&["K-12", "", "K-12"])).filter(|tag| !tag.is_empty());
    let sku = text(skus);
    let number = [json!(1), json!(2), Value::Null, json!(3)][random.random_range(0..4)].clone();
    let mut document = json!({
        "sku": sku, "bound": bound, "free": free, "more": [more],
        "by_name": {"lid": name}, "tags": [tag],
    });
    document["bound"]["number"] = number;
    document
}

/// A schema with the choices takes a document, as it is sent, if and only if the decoder does.
#[test]
fn the_schema_takes_what_the_decoder_takes() {
    let bindings = some();
    let mut random = SmallRng::seed_from_u64(17);
    let documents: Vec<Value> = (0..300)
        .map(|_| document(&mut random, &["K-12", "K\"13", "K-12", "K-14"]))
        .collect();
    for (adapted, narrowed) in narrowed(&bindings) {
        assert!(
            narrowed.losses.is_empty(),
            "{}: {narrowed:?}",
            adapted.dialect
        );
        let schema = schema(&narrowed.form.unwrap()).unwrap();
        let judge = jsonschema::validator_for(&schema).unwrap();
        let (mut taken, mut refused) = (0, 0);
        for document in &documents {
            let sent = adapted.example(&document.to_string());
            let decoded = adapted.decode_bound::<Claim>(&sent, &bindings);
            let instance: Value = serde_json::from_str(&sent).unwrap();
            let is_valid = judge.is_valid(&instance);
            assert_eq!(
                is_valid,
                decoded.is_ok(),
                "{}: {sent} {decoded:?}",
                adapted.dialect
            );
            *(if is_valid { &mut taken } else { &mut refused }) += 1;
        }
        assert!(taken > 20 && refused > 20, "{taken} {refused}");
        // Without the choices, it takes every one of them.
        let plain = jsonschema::validator_for(&self::schema(&adapted.form).unwrap()).unwrap();
        for document in &documents {
            let sent = adapted.example(&document.to_string());
            let instance: Value = serde_json::from_str(&sent).unwrap();
            assert!(plain.is_valid(&instance), "{}: {sent}", adapted.dialect);
        }
    }
}

/// Too many for a vendor: the longest list stays in words, and the receipt has the loss.
#[test]
fn what_a_vendor_does_not_take_stays_in_words() {
    let bindings = claim((0..1_200).map(|number| format!("sku-{number}")).collect());
    let mut limited = 0;
    for (adapted, narrowed) in narrowed(&bindings) {
        let Some(form) = narrowed.form else {
            panic!("{}: the shelves fit", adapted.dialect);
        };
        let schema = schema(&form).unwrap().to_string();
        assert!(schema.contains(r#""enum":["A","B"]"#), "{schema}");
        let lost: Vec<_> = narrowed
            .losses
            .iter()
            .map(|loss| (loss.pointer.as_str(), loss.words.as_str()))
            .collect();
        if schema.contains("sku-1199") {
            assert_eq!(lost, [], "{}", adapted.dialect);
        } else {
            limited += 1;
            let of = "one of the items of `skus`";
            assert_eq!(lost, [("/sku", of), ("/tags/*", of)], "{}", adapted.dialect);
        }
    }
    assert!(limited >= 2, "{limited}");
}

#[derive(Prompt)]
#[prompt(output = Claim, user = "{mail}", choices(sku = skus), choices(in_words, free.shelf = skus))]
struct AsItComes {
    mail: String,
    skus: Vec<String>,
}

/// A schema that changes with every call is compiled by vendors each time: nobody pays for that who
/// hasn't asked for it.
#[test]
fn only_a_schema_that_costs_nothing_is_narrowed_unasked() {
    let prompt = AsItComes {
        mail: "?".to_owned(),
        skus: vec!["K-12".to_owned()],
    };
    let bindings = prompt.bind().bindings().clone();
    let forms = narrowed(&bindings).into_iter();
    let with: Vec<_> = forms
        .filter_map(|(adapted, narrowed)| {
            let lost: Vec<_> = narrowed
                .losses
                .iter()
                .map(|loss| loss.pointer.clone())
                .collect();
            let expected = if narrowed.form.is_some() {
                &["/free/shelf"][..]
            } else {
                &["/sku", "/free/shelf"]
            };
            assert_eq!(lost, expected, "{}", adapted.dialect);
            narrowed.form.map(|_| adapted.dialect)
        })
        .collect();
    assert_eq!(with, ["local grammar"]);
}

#[test]
fn no_choice_at_all_changes_no_schema() {
    for (_, narrowed) in narrowed(&claim(Vec::new())) {
        let schema = schema(&narrowed.form.unwrap()).unwrap().to_string();
        assert!(!schema.contains(r#""enum":[]"#), "{schema}");
    }
}
