//! Backslashes that JSON reads as form feeds and backspaces, though the model meant LaTeX, a path
//! or a regular expression.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test's helpers fail loudly"
)]

use std::collections::BTreeMap;

use driftless::contract::Untyped;
use driftless::decode::Strict;
use driftless::dialect::{Dialect as _, JsonMode, OpenAiSchema, adapt};
use driftless::{Contract, ViolationKind as Kind, decode};

#[derive(Debug, Contract)]
struct Answer {
    formula: String,
}

fn text(literal: &str) -> String {
    format!("{{\"formula\":\"{literal}\"}}")
}

#[test]
fn a_backslash_that_json_reads_as_a_control_character_is_refused_with_a_hint() {
    for (literal, found) in [
        (r"\frac{1}{2} \times \beta", r"`\frac`"),
        (r"\beta", r"`\beta`"),
        (r"\nabla \times \bar{x}", r"`\bar`"),
        (r"C:\\temp\files", r"`\files`"),
        (r"D:\bücher", r"`\bücher`"),
        (r"D:\b\u00fccher", r"`\b`"),
        (r"a\bword\b", r"`\bword`"),
        (r"\\\frac", r"`\frac`"),
    ] {
        let document = text(literal);
        let drift = decode::<Answer>(&document).unwrap_err();
        let [one] = drift.violations() else {
            panic!("{drift}")
        };
        assert_eq!(
            (one.kind(), one.pointer()),
            (Kind::SwallowedBackslash, "/formula"),
            "{literal}"
        );
        assert!(one.found().contains(found), "{one}");
        assert_eq!(one.expected(), r"a backslash written as `\\`");
        assert!(
            one.hint()
                .unwrap()
                .contains(r"write every backslash of the text as `\\`"),
            "{one}"
        );
        // What the hint asks for is taken.
        let doubled = literal.replace(r"\\", r"\").replace('\\', r"\\");
        decode::<Answer>(&text(&doubled)).unwrap();
    }
}

#[test]
fn other_escapes_are_text() {
    for (literal, value) in [
        (r"a\nb", "a\nb"),
        (r"C:\new\table.txt", "C:\new\table.txt"),
        (r"\rho", "\rho"),
        (r"page 1\f", "page 1\u{c}"),
        (r"page 1\f2", "page 1\u{c}2"),
        (r"page 1\f\nPage", "page 1\u{c}\nPage"),
        (r"a\b b", "a\u{8} b"),
        (r"\\frac", "\\frac"),
        (r"\\\\beta", r"\\beta"),
        // Nobody means a command by these.
        (r"\u000cPage", "\u{c}Page"),
        (r"\u0008x", "\u{8}x"),
    ] {
        assert_eq!(decode::<Answer>(&text(literal)).unwrap().formula, value);
    }
}

#[test]
fn keys_free_values_and_texts_inside_are_looked_at() {
    let at = |drift: driftless::Drift| {
        let [one] = drift.violations() else {
            panic!("{drift}")
        };
        assert_eq!(one.kind(), Kind::SwallowedBackslash);
        (
            one.pointer().to_owned(),
            drift.text()[one.span()].to_owned(),
        )
    };
    let map = decode::<BTreeMap<String, u8>>(r#"{"x":1,"\beta":2}"#).unwrap_err();
    assert_eq!(at(map), ("/\u{8}eta".to_owned(), r#""\beta""#.to_owned()));
    let values = decode::<BTreeMap<String, Vec<String>>>(r#"{"x":["\frac"]}"#).unwrap_err();
    assert_eq!(at(values).0, "/x/0");
    let free = decode::<Untyped>(r#"{"x":["a","\frac"]}"#).unwrap_err();
    assert_eq!(at(free).0, "/x/1");
    let key = decode::<Untyped>(r#"{"x":[{"\frac":1}]}"#).unwrap_err();
    assert_eq!(at(key).0, "/x/0/\u{c}rac");
    let some = decode::<Option<Box<str>>>(r#""\frac""#).unwrap_err();
    assert_eq!(at(some).0, "");
}

#[test]
fn rewritten_and_deserialized_answers_are_looked_at_as_they_were_sent() {
    #[derive(Debug, Contract)]
    struct Held {
        by_name: BTreeMap<String, String>,
    }
    let adapted = adapt(Held::SHAPE, OpenAiSchema::TABLE).unwrap();
    let sent = r#"{"by_name":[{"key":"a","value":"\frac"}]}"#;
    let drift = adapted.decode::<Held>(sent).unwrap_err();
    let [one] = drift.violations() else {
        panic!("{drift}")
    };
    assert_eq!(
        (one.kind(), one.pointer()),
        (Kind::SwallowedBackslash, "/by_name/a")
    );
    let drift = adapted
        .decode::<Held>(r#"{"by_name":[{"key":"\frac","value":""}]}"#)
        .unwrap_err();
    assert_eq!(drift.violations()[0].kind(), Kind::SwallowedBackslash);
    let (taken, _) = adapted
        .decode::<Held>(r#"{"by_name":[{"key":"a","value":"\u000cPage\f"}]}"#)
        .unwrap();
    assert_eq!(taken.by_name["a"], "\u{c}Page\u{c}");

    let wrapped = adapt(Vec::<String>::SHAPE, OpenAiSchema::TABLE).unwrap();
    assert!(
        wrapped
            .decode::<Vec<String>>(r#"{"value":["\beta"]}"#)
            .is_err()
    );
    let fenced = adapt(Answer::SHAPE, JsonMode::TABLE).unwrap();
    assert!(
        fenced
            .decode::<Answer>("```json\n{\"formula\":\"\\beta\"}\n```")
            .is_err()
    );

    let error = serde_json::from_str::<Strict<Answer>>(&text(r"\frac")).unwrap_err();
    assert!(error.to_string().contains(r"`\\`"), "{error}");
}

#[test]
fn a_tag_that_stands_last_hides_nothing() {
    #[derive(Debug, Contract)]
    #[contract(tag = "kind")]
    enum Part {
        Formula { tex: String },
    }
    let drift = decode::<Part>(r#"{"tex":"\frac","kind":"Formula"}"#).unwrap_err();
    assert_eq!(drift.violations()[0].pointer(), "/tex");
    assert!(decode::<Part>(r#"{"tex":"\\frac","kind":"Formula"}"#).is_ok());
}

#[test]
fn a_field_whose_texts_have_control_characters_says_so() {
    #[derive(Debug, Contract)]
    struct Page {
        #[contract(control_characters)]
        text: String,
        #[contract(control_characters)]
        notes: Vec<BTreeMap<String, Option<String>>>,
        #[contract(pattern = r"^[\x00-\x7f]*$")]
        ascii: String,
        #[contract(pattern = r"^(?:\f|[^q])*$", length(..=9))]
        paged: String,
        #[contract(one_of = ["\u{c}ab", "b"])]
        listed: String,
        raw: Raw,
        plain: String,
    }
    #[derive(Debug, Contract)]
    struct Raw(#[contract(control_characters)] String);

    let with = |key: &str, value: &str| {
        let values = [
            ("text", r#""a""#),
            ("notes", "[]"),
            ("ascii", r#""a""#),
            ("paged", r#""a""#),
            ("listed", r#""b""#),
            ("raw", r#""a""#),
            ("plain", r#""a""#),
        ];
        let members = values.map(|(name, usual)| {
            let value = if name == key { value } else { usual };
            format!("\"{name}\":{value}")
        });
        decode::<Page>(&format!("{{{}}}", members.join(",")))
    };
    for (key, value) in [
        ("text", r#""page\fPage""#),
        ("notes", r#"[{"\fa":"\bb"},{"a":null}]"#),
        ("ascii", r#""\fPage""#),
        ("paged", r#""\fPage""#),
        ("listed", r#""\fab""#),
        ("raw", r#""\fPage""#),
    ] {
        with(key, value).unwrap_or_else(|drift| panic!("{drift}"));
    }
    let drift = with("plain", r#""\fPage""#).unwrap_err();
    let [one] = drift.violations() else {
        panic!("{drift}")
    };
    assert_eq!(
        (one.pointer(), one.kind()),
        ("/plain", Kind::SwallowedBackslash)
    );
    // A text that a rule refuses anyway stays refused, and no other field is allowed by it.
    assert!(with("paged", r#""\fqqqqqq""#).is_err());
    assert!(with("listed", r#""\fa""#).is_err());
    // The first field's allowance ends with it.
    let drift = decode::<Page>(
        r#"{"text":"\fA","notes":[],"ascii":"a","paged":"a","listed":"b","raw":"a","plain":"\fB"}"#,
    )
    .unwrap_err();
    assert_eq!(drift.violations().len(), 1);
}

/// Such a pattern has not thought of them.
#[test]
fn a_pattern_that_only_lets_control_characters_through_allows_none() {
    #[derive(Debug, Contract)]
    struct Loose(#[contract(pattern = "[0-9]|[^a]")] String);

    assert!(decode::<Loose>(r#""\frac{1}{2}""#).is_err());
}
