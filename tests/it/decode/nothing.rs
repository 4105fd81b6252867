//! A text for "nothing" where the contract takes `null`: what is expected says so, and the hint
//! asks for `null`.
#![allow(clippy::unwrap_used, reason = "a test's helpers fail loudly")]

use std::collections::BTreeMap;

use driftless::dialect::{Dialect as _, OpenAiSchema, adapt};
use driftless::{Contract, Drift, decode};

#[derive(Debug, Contract)]
enum Level {
    Low,
    High,
    One,
}

#[derive(Debug, Contract)]
struct Place {
    street: String,
    number: u8,
}

#[derive(Debug, Contract)]
#[contract(tag = "type")]
enum Pay {
    Cash,
    Card { number: String },
}

#[derive(Debug, Contract)]
struct Sku(#[contract(pattern = "^[A-Z]{3}-[0-9]$")] String);

#[derive(Debug, Contract)]
struct Filled {
    count: Option<u32>,
    share: Option<f64>,
    single: Option<f32>,
    money: Option<rust_decimal::Decimal>,
    done: Option<bool>,
    mark: Option<char>,
    lines: Option<Vec<String>>,
    pair: Option<[u8; 2]>,
    labels: Option<BTreeMap<String, u8>>,
    level: Option<Level>,
    day: Option<chrono::NaiveDate>,
    at: Option<chrono::DateTime<chrono::Utc>>,
    id: Option<uuid::Uuid>,
    link: Option<url::Url>,
    #[contract(format = "email")]
    mail: Option<String>,
    #[contract(length(41..))]
    phone: Option<String>,
    #[contract(one_of = ["red", "non"])]
    colour: Option<String>,
    #[contract(one_of = [1, 2])]
    step: Option<u8>,
    sku: Option<Sku>,
    place: Option<Place>,
    boxed: Box<Option<Place>>,
    pay: Option<Pay>,
}

const NULLS: &str = "write `null`, without quotes";

/// The document with every key `null`, but for one.
fn with(key: &str, value: &str) -> String {
    let keys = [
        "count", "share", "single", "money", "done", "mark", "lines", "pair", "labels", "level",
        "day", "at", "id", "link", "mail", "phone", "colour", "step", "sku", "place", "boxed",
        "pay",
    ];
    let members = keys.map(|name| {
        let value = if name == key { value } else { "null" };
        format!("\"{name}\":{value}")
    });
    format!("{{{}}}", members.join(","))
}

fn keys() -> Vec<&'static str> {
    let driftless::shape::Shape::Object(of) = Filled::SHAPE else {
        return Vec::new();
    };
    of.fields.iter().map(|field| field.name).collect()
}

fn drift(text: &str) -> Drift {
    decode::<Filled>(text).unwrap_err()
}

#[test]
fn every_kind_that_takes_null_says_so_and_asks_for_it() {
    decode::<Filled>(&with("", "")).unwrap();
    let texts = [
        "null",
        "NULL",
        "Null",
        "none",
        "None",
        "NONE",
        "",
        " ",
        "N/A",
        "n/a",
        "N.A.",
        "NA",
        "unknown",
        "Unknown",
        "-",
        "--",
        "–",
        "nil",
        "undefined",
        "not specified",
        "Not available.",
        "(none)",
        "<null>",
        "NaN",
        "?",
        "...",
        "TBD",
        "not_provided",
        "#N/A",
    ];
    let mut wrong = Vec::new();
    for key in keys() {
        for text in texts {
            let written = with(key, &format!("\"{text}\""));
            let Err(drift) = decode::<Filled>(&written) else {
                // One character is one character.
                assert!(key == "mark" && text.chars().count() == 1, "{key} {text}");
                continue;
            };
            for one in drift.violations() {
                let says = one.expected().ends_with(" or null");
                if !says || one.hint() != Some(NULLS) || one.pointer() != format!("/{key}") {
                    wrong.push(one.to_string());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_no_text_for_nothing_keeps_its_own_hint() {
    let cases = [
        ("count", "\"7\"", "write the number without quotes: 7"),
        ("share", "\"$5\"", "write the bare number"),
        ("level", "\"low\"", "write it exactly as `Low`"),
        (
            "lines",
            "\"a, b\"",
            "write an array, also around a single item",
        ),
        ("done", "\"True\"", "write it without quotes: true"),
        ("pay", "\"cash\"", "write an object that names the variant"),
    ];
    for (key, value, hint) in cases {
        let drift = drift(&with(key, value));
        let one = &drift.violations()[0];
        assert!(one.hint().unwrap().starts_with(hint), "{one}");
        assert!(one.expected().ends_with(" or null"), "{one}");
    }
    for (key, value) in [
        ("count", "-1"),
        ("count", "1.5"),
        ("count", "99999999999"),
        ("share", "1e999"),
        ("step", "3"),
        ("mark", "\"ab\""),
        ("phone", "\"12\""),
        ("sku", "\"abc\""),
        ("mail", "\"ann\""),
        ("day", "\"31/12/2025\""),
        ("lines", "{}"),
        ("place", "[]"),
        ("labels", "[]"),
        ("pair", "[1]"),
    ] {
        let drift = drift(&with(key, value));
        for one in drift.violations() {
            assert!(one.expected().ends_with(" or null"), "{one}");
        }
    }
}

#[test]
fn nothing_written_as_an_empty_value_is_null_too() {
    for (key, value) in [
        ("place", "{}"),
        ("boxed", "{}"),
        ("pay", "{}"),
        ("place", "[]"),
    ] {
        let drift = drift(&with(key, value));
        for one in drift.violations() {
            assert_eq!(
                one.hint(),
                Some("write `null` if there is nothing to fill in"),
                "{one}"
            );
        }
    }
}

/// Where a value is wanted, nothing that was written says which.
#[test]
fn no_hint_asks_for_what_nobody_knows() {
    #[derive(Debug, Contract)]
    struct Needed {
        count: u32,
        level: Level,
        lines: Vec<String>,
        #[contract(length(1..))]
        some: Vec<String>,
        day: chrono::NaiveDate,
        done: bool,
        #[contract(one_of = ["red", "non"])]
        colour: String,
    }
    for text in ["null", "none", "", "N/A", "unknown", "-"] {
        let document = format!(
            r#"{{"count":"{text}","level":"{text}","lines":"{text}","some":"{text}","day":"{text}","done":"{text}","colour":"{text}"}}"#
        );
        let drift = decode::<Needed>(&document).unwrap_err();
        assert_eq!(drift.violations().len(), 7);
        for one in drift.violations() {
            let hint =
                (one.pointer() == "/lines").then_some("write `[]` if there is nothing in it");
            assert_eq!(one.hint(), hint, "{one}");
        }
    }
    let drift = decode::<Needed>(
        r#"{"count":1,"level":"Low","lines":null,"some":null,"day":"2026-01-01","done":true,"colour":"red"}"#,
    )
    .unwrap_err();
    let hints: Vec<_> = drift.violations().iter().map(|one| one.hint()).collect();
    assert_eq!(
        hints,
        [
            Some("write an array, also where there is nothing in it"),
            None
        ]
    );
}

#[test]
fn a_word_for_nothing_that_an_enum_has_is_a_value() {
    #[derive(Debug, Contract)]
    enum Known {
        Yes,
        Unknown,
        #[contract(rename = "N/A")]
        None,
    }

    for (text, hint) in [
        ("unknown", "write it exactly as `Unknown`"),
        ("n/a", "write it exactly as `N/A`"),
    ] {
        let drift = decode::<Option<Known>>(&format!("\"{text}\"")).unwrap_err();
        assert_eq!(drift.violations()[0].hint(), Some(hint));
    }
}

#[test]
fn a_map_that_travels_as_entries_asks_for_null_as_well() {
    #[derive(Debug, Contract)]
    struct Held {
        labels: Option<BTreeMap<String, u8>>,
    }
    let adapted = adapt(Held::SHAPE, OpenAiSchema::TABLE).unwrap();
    let drift = adapted.decode::<Held>(r#"{"labels":"N/A"}"#).unwrap_err();
    let [one] = drift.violations() else {
        unreachable!("{drift}")
    };
    assert_eq!(one.expected(), "a list of entries {key, value} or null");
    assert_eq!(one.hint(), Some(NULLS));
}
