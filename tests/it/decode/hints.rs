//! Hints that lead where the contract wants to be: each says what to write, and none what the next
//! answer would be refused for.

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Level {
    Low,
    High,
    #[contract(rename = "3")]
    Three,
}

#[derive(Debug, Contract)]
#[contract(tag = "type")]
enum Pay {
    Cash,
    Card { number: String },
}

#[derive(Debug, Contract)]
struct Item {
    kg: f64,
    on: bool,
    title: String,
    level: Level,
    #[contract(rename = "größe")]
    size: u8,
    tags: Vec<String>,
    pay: Pay,
    day: chrono::NaiveDate,
}

const GOOD: &str = r#"{"kg":72,"on":true,"title":"t","level":"low","größe":3,"tags":[],"pay":{"type":"Cash"},"day":"2026-03-04"}"#;

/// The replaced text, its replacement, and the hint; empty if there is none.
const CASES: &[(&str, &str, &str)] = &[
    (
        "72",
        "NaN",
        "JSON has no `NaN`; write a number, or `null` where the contract allows it",
    ),
    ("72", "Infinity", "JSON has no `Infinity`"),
    ("72", "-Infinity", "JSON has no `-Infinity`"),
    ("72", "undefined", "JSON writes `null`, not `undefined`"),
    ("72", "+72", "as `72`, `-7.5` or `1e3`"),
    ("72", ".5", "as `72`, `-7.5` or `1e3`"),
    ("72", "5.", "as `72`, `-7.5` or `1e3`"),
    ("72", "072", "as `72`, `-7.5` or `1e3`"),
    ("72", "0x48", "as `72`, `-7.5` or `1e3`"),
    ("72", "1_000", "as `72`, `-7.5` or `1e3`"),
    ("72", "50%", "as `72`, `-7.5` or `1e3`"),
    ("72", "1,250", "a number is written without separators"),
    (
        "72",
        "[72]",
        "write the value itself, not an array around it",
    ),
    ("72", "{\"value\":72}", ""),
    (
        "\"t\"",
        "\"a \"b\" c\"",
        "a double quote inside a string is written `\\\"`",
    ),
    (
        "\"t\"",
        "[\"t\"]",
        "write the value itself, not an array around it",
    ),
    ("\"t\"", "7", "write it as a string, in double quotes"),
    (
        "\"t\"",
        "\"C:\\path\"",
        "a backslash inside a string is written `\\\\`",
    ),
    (
        "\"t\"",
        "\"\\ud800\"",
        "half of a surrogate pair is no character",
    ),
    (
        "\"t\"",
        "“t”",
        "JSON strings stand in straight double quotes",
    ),
    ("\"kg\"", "kg", "JSON keys stand in double quotes"),
    (
        "\"kg\"",
        "“kg”",
        "JSON strings stand in straight double quotes",
    ),
    (",\"on\"", " \"on\"", "a comma is missing"),
    (",\"on\"", "\"on\"", "a comma is missing"),
    ("\"kg\":", "\"kg\" ", ""),
    (
        "\"t\"",
        "\"5\n\"",
        "a line break inside a string is written `\\n`",
    ),
    ("\"low\"", "0", ""),
    ("\"low\"", "3", "write it as a string, in double quotes"),
    (
        "\"größe\"",
        "\"gro\u{308}ße\"",
        "it looks alike, and is written in other characters",
    ),
    (
        "[]",
        "\"a, b\"",
        "write an array, also around a single item",
    ),
    (
        "[]",
        "null",
        "write an array, also where there is nothing in it",
    ),
    (
        "[]",
        "{\"items\":[\"a\"]}",
        "write the array itself, without an object around it",
    ),
    (
        "[]",
        "{\"0\":\"a\",\"1\":\"b\"}",
        "write the values as an array, without keys",
    ),
    ("[]", "{\"name\":\"a\"}", "write an array of strings"),
    (
        "{\"type\":\"Cash\"}",
        "\"Cash\"",
        "write an object that names the variant: {\"type\": \"Cash\"}",
    ),
    ("{\"type\":\"Cash\"}", "\"Coins\"", ""),
    ("\"2026-03-04\"", "1772582400", ""),
];

#[test]
fn each_hint_says_what_to_write() {
    decode::<Item>(GOOD).unwrap();
    let mut wrong = Vec::new();
    for (good, bad, hint) in CASES {
        let text = GOOD.replacen(good, bad, 1);
        let drift = decode::<Item>(&text).unwrap_err();
        let hints: Vec<&str> = drift
            .violations()
            .iter()
            .filter_map(|violation| violation.hint())
            .collect();
        let found = hints.iter().any(|said| said.contains(hint));
        let right = if hint.is_empty() {
            hints.is_empty()
        } else {
            found
        };
        if !right {
            wrong.push(format!("{text}: {hints:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The examples of a number are ones.
    for number in ["72", "-7.5", "1e3"] {
        decode::<f64>(number).unwrap();
    }
}

/// Advice that the type would refuse is none.
#[test]
fn no_hint_asks_for_what_would_be_refused() {
    #[derive(Debug, Contract)]
    struct Narrow {
        #[contract(range(..=10))]
        count: u8,
        on: bool,
        numbers: Vec<u8>,
        #[contract(length(2..))]
        words: Vec<String>,
        #[contract(pattern = "^[a-z]+$")]
        word: String,
        tag: char,
    }
    for (count, on, numbers, words, word, tag) in [
        ("\"7.5\"", "\"yes\"", "\"a, b\"", "\"a\"", "7", "72"),
        ("\"300\"", "\"1\"", "{\"a\":1}", "null", "7.5", "[\"ab\"]"),
        (
            "[\"x\"]",
            "[7]",
            "\"7\"",
            "{\"name\":\"a\"}",
            "[\"A1\"]",
            "true",
        ),
    ] {
        let document = format!(
            r#"{{"count":{count},"on":{on},"numbers":{numbers},"words":{words},"word":{word},"tag":{tag}}}"#
        );
        for one in decode::<Narrow>(&document).unwrap_err().violations() {
            let hint = match one.pointer() {
                "/numbers" => Some("write an array of numbers"),
                "/words" if one.found() != "null" => Some("write an array of strings"),
                _ => None,
            };
            assert_eq!(one.hint(), hint, "{one}");
        }
    }
}
