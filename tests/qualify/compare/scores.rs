//! Scores of texts against small implementations of their definitions, and what every comparison
//! must be: bounded, reflexive, symmetric.

use std::collections::{BTreeMap, BTreeSet};

use driftless::Contract;
use driftless::contract::Untyped;
use proptest::prelude::*;

use super::{compared, field};

#[derive(Contract)]
struct Words {
    #[contract(compare(token_f1, at_least = 0.5))]
    text: String,
}

#[derive(Contract)]
struct Letters {
    #[contract(compare(edit, at_least = 0.5))]
    text: String,
}

#[derive(Contract)]
struct Near {
    #[contract(compare(within = 0.5))]
    number: f64,
}

#[derive(Contract)]
struct Share {
    #[contract(compare(within = "10%"))]
    number: f64,
}

#[derive(Contract)]
struct Free {
    value: Untyped,
}

fn text(text: &str) -> String {
    serde_json::json!({ "text": text }).to_string()
}

/// F1 as it is defined: from precision and recall over bags of words.
fn f1(one: &str, other: &str) -> f64 {
    let bag = |text: &str| {
        let mut bag = BTreeMap::new();
        for word in text.split_whitespace() {
            *bag.entry(word.to_lowercase()).or_insert(0_u32) += 1;
        }
        bag
    };
    let (one, other) = (bag(one), bag(other));
    let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let count = |bag: &BTreeMap<String, u32>, key: &String| bag.get(key).copied().unwrap_or(0);
    let common: u32 = keys
        .iter()
        .map(|key| count(&one, key).min(count(&other, key)))
        .sum();
    let (one, other): (u32, u32) = (one.values().sum(), other.values().sum());
    if common == 0 {
        return f64::from(u8::from(one == 0 && other == 0));
    }
    let precision = f64::from(common) / f64::from(other);
    let recall = f64::from(common) / f64::from(one);
    2.0 * precision * recall / (precision + recall)
}

/// Levenshtein's distance by its recursive definition.
fn distance(one: &[char], other: &[char]) -> usize {
    match (one, other) {
        ([], rest) | (rest, []) => rest.len(),
        ([a, one_rest @ ..], [b, other_rest @ ..]) => {
            let exchanged = distance(one_rest, other_rest) + usize::from(a != b);
            exchanged
                .min(distance(one_rest, other) + 1)
                .min(distance(one, other_rest) + 1)
        }
    }
}

proptest! {
    #![proptest_config(super::cases(200))]

    #[test]
    fn token_f1_is_its_definition(
        one in prop::collection::vec("[a-dA-D]{1,2}", 0..6),
        other in prop::collection::vec("[a-dA-D]{1,2}", 0..6),
    ) {
        let (one, other) = (one.join(" "), other.join("  "));
        let comparison = compared::<Words>(&text(&one), &text(&other));
        let score = field(&comparison, "/text");
        let expected = f1(&one, &other);
        prop_assert!((score.score - expected).abs() < 1e-9, "{one:?} {other:?} {score:?} {expected}");
        prop_assert_eq!(score.agrees, expected >= 0.5 - 1e-9);
    }

    #[test]
    fn edit_similarity_is_its_definition(one in "[a-c]{0,6}", other in "[a-c]{0,6}") {
        let comparison = compared::<Letters>(&text(&one), &text(&other));
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let (a, b) = (chars(&one), chars(&other));
        let longer = u32::try_from(a.len().max(b.len())).unwrap();
        let steps = f64::from(u32::try_from(distance(&a, &b)).unwrap());
        let expected = if longer == 0 { 1.0 } else { 1.0 - steps / f64::from(longer) };
        prop_assert!((field(&comparison, "/text").score - expected).abs() < 1e-9);
    }

    #[test]
    fn texts_of_any_script_are_compared_the_same_both_ways(one in "\\PC{0,20}", other in "\\PC{0,20}") {
        let there = compared::<Words>(&text(&one), &text(&other));
        let back = compared::<Words>(&text(&other), &text(&one));
        prop_assert_eq!(&there.fields, &back.fields);
        prop_assert!((0.0..=1.0).contains(&there.fields[0].score));
        let same = compared::<Words>(&text(&one), &text(&one));
        prop_assert!((same.fields[0].score - 1.0).abs() < 1e-12 && same.overall);
    }

    #[test]
    fn distances_are_kept_both_ways(one in -1000_i32..1000, other in -1000_i32..1000) {
        // Hundredths, so that many pairs lie at the bound exactly.
        let number = |value: i32| format!("{}{}.{:02}", if value < 0 { "-" } else { "" }, value.abs() / 100, value.abs() % 100);
        let document = |value: i32| format!("{{\"number\":{}}}", number(value));
        let near = compared::<Near>(&document(one), &document(other));
        prop_assert_eq!(near.overall, (one - other).abs() <= 50);
        let share = compared::<Share>(&document(one), &document(other));
        prop_assert_eq!(share.overall, 10 * (one - other).abs() <= one.abs().max(other.abs()));
    }

    #[test]
    fn any_two_documents_compare_without_panic(one in documents(), other in documents()) {
        // Neither has to be a document of the contract.
        let there = super::compare::documents(Free::SHAPE, &one, &other);
        let back = super::compare::documents(Free::SHAPE, &other, &one);
        prop_assert_eq!(there.overall, back.overall);
        let everything = super::compare::documents(super::fields::Order::SHAPE, &one, &other);
        prop_assert!(everything.fields.iter().all(|field| (0.0..=1.0).contains(&field.score)));
        let same = super::compare::documents(super::fields::Order::SHAPE, &one, &one);
        prop_assert!(same.overall, "{same:?}");
    }
}

fn documents() -> impl Strategy<Value = super::Json> {
    use super::Json;
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(|value| Json::Int(value.into())),
        any::<f64>().prop_map(Json::Float),
        "\\PC{0,6}".prop_map(Json::String),
    ];
    let keys = prop::sample::select(vec![
        "id", "lines", "sku", "payment", "kind", "tags", "prices", "address", "extra", "Card",
    ]);
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            prop::collection::btree_map(keys.clone(), inner, 0..5).prop_map(Json::object),
        ]
    })
}

#[test]
fn words_are_those_of_every_script() {
    let score = |one: &str, other: &str| {
        let comparison = compared::<Words>(&text(one), &text(other));
        field(&comparison, "/text").score
    };
    // Case, punctuation, white space, and two spellings of one character.
    assert!((score("Caf\u{e9} open!", "cafe\u{301}\n OPEN") - 1.0).abs() < 1e-12);
    assert!((score("STRASSE", "straße") - 1.0).abs() < 1e-12);
    // Four ideographs each, two in common.
    assert!((score("東京大学", "東京都庁") - 0.5).abs() < 1e-12);
    // Signs are no words, whatever they mean.
    assert!((score("-5 %", "5 %") - 1.0).abs() < 1e-12);
    assert!((score("a < b", "a > b") - 1.0).abs() < 1e-12);
    // Nothing that is a word: the same or not.
    assert!(score("+", "-").abs() < 1e-12);
    assert!((score("?!", "?!") - 1.0).abs() < 1e-12);
    assert!(score("?!", "...").abs() < 1e-12);
    assert!(score("", "word").abs() < 1e-12);
}

#[test]
fn numbers_are_equal_by_value() {
    let same = |one: &str, other: &str| {
        let wrap = |value: &str| format!("{{\"value\":{value}}}");
        compared::<Free>(&wrap(one), &wrap(other)).overall
    };
    assert!(same("1", "1.0"));
    assert!(same("1250", "1.25e3"));
    assert!(same("-0.0", "0"));
    assert!(same(r#"{"a":1,"b":[]}"#, r#"{"b":[],"a":1e0}"#));
    assert!(!same("0.1", "0.10000000000000001"));
    assert!(!same(
        "340282366920938463463374607431768211455",
        "340282366920938463463374607431768211454"
    ));
    assert!(!same("\"1\"", "1"));
    assert!(!same("[1,2]", "[2,1]"));
}

#[test]
fn a_long_text_is_compared_by_its_words() {
    // Past 4,000,000 steps; by characters, the two would share almost everything.
    let long = |word: &str| format!("{word} ").repeat(1_000);
    let comparison = compared::<Letters>(&text(&long("alpha")), &text(&long("alphb")));
    assert!(field(&comparison, "/text").score.abs() < 1e-12);
}
