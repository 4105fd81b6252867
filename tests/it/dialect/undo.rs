//! The way there and back is the identity; what is not exactly as asked is a violation.

use std::collections::BTreeMap;

use driftless::dialect::{self, Dialect, Step, adapt};
use driftless::{Contract, ViolationKind, decode};
use driftless_tests::contracts::{
    Event, Folder, Index, Payment, Person, Priority, Rules, Sparse, Tags, Ticket,
};

fn text<T: Contract>(value: &T) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

fn there_and_back<T: Contract>(json: &str) {
    let value: T = decode(json).unwrap_or_else(|drift| panic!("{drift}"));
    for table in super::TABLES {
        let Ok(adapted) = adapt(T::SHAPE, table) else {
            continue;
        };
        let wire = adapted.example(json);
        let (back, _) = adapted
            .decode::<T>(&wire)
            .unwrap_or_else(|drift| panic!("{} {wire}\n{drift}", table.name()));
        assert_eq!(text(&back), text(&value), "{} {wire}", table.name());
        if let Some(schema) = super::schema_of(&adapted) {
            let schema = serde_json::to_value(schema).unwrap();
            let judge = jsonschema::validator_for(&schema).unwrap();
            let wire: serde_json::Value = serde_json::from_str(&wire).unwrap();
            assert!(judge.is_valid(&wire), "{} {wire} {schema}", table.name());
        }
    }
}

#[test]
fn there_and_back_is_the_identity() {
    there_and_back::<Ticket>(
        r#"{"title":"t","priority":"low","category":"data_loss","reporter":{"name":"n","email":null},"assignee":null,"due_date":null,"impact_cents":-3,
        "tags":[],"products":[{"name":"p","version":null,"seats":1}],"steps":["a"],"contains_pii":false,"confidence":0.5}"#,
    );
    let rules = r#"{"text":"x","sku":"ABC-1234","mail":null,"site":"https://a.example/","refund":1.25,"percent":7,"tags":["a","b"],
        "scores":{"a":1,"value":2},"colour":"red","letter":"é","sample":"s"}"#;
    there_and_back::<Rules>(rules);
    there_and_back::<Rules>(&rules.replace(r#","sample""#, r#","note":"abc","sample""#));
    there_and_back::<Folder>(
        r#"{"name":"a","folders":[{"name":"b","folders":[],"next":null}],"next":{"name":"c","folders":[],"next":null}}"#,
    );
    there_and_back::<Index>(
        r#"{"pages":{"a":{},"b":{"x":1,"y":2}},"events":[{"t":"Opened"},{"t":"Renamed","c":{"from":"a","to":"b"}},{"t":"Moved","c":["x"]},
        {"t":"Paid","c":{"kind":"Transfer","iban":"i","memo":null}}],"last":null}"#,
    );
    there_and_back::<Event>(r#"{"t":"Paid","c":{"kind":"Card","last4":"1234"}}"#);
    there_and_back::<Tags>(r#"["a","b"]"#);
    there_and_back::<Option<Person>>("null");
    there_and_back::<Option<Person>>(r#"{"name":"n","email":"e"}"#);
    there_and_back::<Priority>(r#""urgent""#);
    there_and_back::<BTreeMap<String, Payment>>(
        r#"{"key":{"kind":"Cash"},"":{"kind":"Card","last4":"0000"}}"#,
    );
    let nulls: Vec<String> = (1..=18).map(|n| format!("\"a{n:02}\":null")).collect();
    let sparse = format!("{{{}}}", nulls.join(","));
    there_and_back::<Sparse>(&sparse);
    let full = sparse
        .replace("\"a17\":null", "\"a17\":{\"name\":\"n\",\"email\":null}")
        .replace("\"a18\":null", "\"a18\":\"high\"");
    there_and_back::<Sparse>(&full.replace("\"a10\":null", "\"a10\":5"));
}

fn kinds<T: Contract>(
    table: &'static dialect::Table,
    wire: &str,
) -> Vec<(String, ViolationKind, String)> {
    let drift = super::adapted(T::SHAPE, table)
        .decode::<T>(wire)
        .err()
        .unwrap_or_else(|| panic!("{wire} was taken"));
    let shown = |v: &driftless::Violation| {
        (
            v.pointer().to_owned(),
            v.kind(),
            drift.text()[v.span()].to_owned(),
        )
    };
    drift.violations().iter().map(shown).collect()
}

#[test]
fn a_wrapper_that_is_not_as_asked_is_refused() {
    let table = dialect::OpenAiSchema::TABLE;
    let found = |wire: &str| kinds::<Tags>(table, wire);
    assert_eq!(
        found(r#"["a"]"#),
        [(
            String::new(),
            ViolationKind::WrongType,
            r#"["a"]"#.to_owned()
        )]
    );
    assert_eq!(
        found(r#"{"value":["a"],"note":1}"#)[0].1,
        ViolationKind::UnknownKey
    );
    assert_eq!(
        found(r#"{"value":["a"],"value":["a"]}"#)[0].1,
        ViolationKind::DuplicateKey
    );
    assert_eq!(found("{}")[0].1, ViolationKind::MissingKey);
    assert_eq!(found(r#"{"value":[]}"#)[0].1, ViolationKind::Length);
    assert_eq!(found(r#"{"value":["a"]"#)[0].1, ViolationKind::Truncated);
}

#[test]
fn entries_that_are_not_as_asked_are_refused() {
    type Map = BTreeMap<String, u8>;
    let found = |list: &str| {
        kinds::<Map>(
            dialect::OpenAiSchema::TABLE,
            &format!("{{\"value\":{list}}}"),
        )
    };
    assert_eq!(found(r#"{"a":1}"#)[0].1, ViolationKind::WrongType);
    assert_eq!(found(r#"[{"key":"a"}]"#)[0].1, ViolationKind::MissingKey);
    assert_eq!(
        found(r#"[{"key":"a","value":1,"x":2}]"#)[0].1,
        ViolationKind::UnknownKey
    );
    assert_eq!(
        found(r#"[{"key":1,"value":1}]"#)[0].1,
        ViolationKind::WrongType
    );
    assert_eq!(
        found(r#"[{"key":"a","value":1},{"key":"a","value":2}]"#)[0].1,
        ViolationKind::DuplicateKey
    );
    assert_eq!(
        found(r#"[{"key":"a","value":300}]"#),
        [("/a".to_owned(), ViolationKind::OutOfRange, "300".to_owned())]
    );
}

#[test]
fn one_fence_is_taken_off_where_words_alone_ask() {
    let words = super::adapted(Priority::SHAPE, dialect::Instructions::TABLE);
    for fenced in [
        "```json\n\"low\"\n```",
        "```\n\"low\"\n```\n",
        "  ```JSON\n\"low\"\n```",
    ] {
        assert_eq!(
            words.decode::<Priority>(fenced).unwrap().1,
            [Step::Unfenced],
            "{fenced}"
        );
    }
    assert_eq!(words.decode::<Priority>("\"low\"").unwrap().1, []);
    for prose in [
        "Sure:\n```json\n\"low\"\n```",
        "```\n\"low\"\n```\nHope it helps",
        "```\n\"low\"\n```\n```\n\"low\"\n```",
        "```\"low\"```",
        "```json\n\"low\"",
    ] {
        assert!(words.decode::<Priority>(prose).is_err(), "{prose}");
    }
    let schema = super::adapted(Tags::SHAPE, dialect::OpenAiSchema::TABLE);
    assert!(
        schema
            .decode::<Tags>("```json\n{\"value\":[\"a\"]}\n```")
            .is_err()
    );
    let found = kinds::<Priority>(dialect::Instructions::TABLE, "```json\n\"lo\"\n```");
    assert_eq!(found[0].2, "\"lo\"");
}

#[test]
fn case_is_folded_only_where_the_vendor_may_change_it() {
    let claude = super::adapted(Priority::SHAPE, dialect::AnthropicSchema::TABLE);
    let (value, steps) = claude.decode::<Priority>(r#"{"value":"Low"}"#).unwrap();
    assert_eq!(
        (text(&value), steps),
        (
            "\"low\"".to_owned(),
            vec![Step::RootWrapped, Step::CaseFolded]
        )
    );
    let (_, steps) = claude.decode::<Priority>(r#"{"value":"low"}"#).unwrap();
    assert_eq!(steps, [Step::RootWrapped]);
    assert_eq!(
        kinds::<Priority>(dialect::AnthropicSchema::TABLE, r#"{"value":"lowest"}"#)[0].1,
        ViolationKind::UnknownValue
    );
    assert_eq!(
        kinds::<Priority>(dialect::OpenAiSchema::TABLE, r#"{"value":"Low"}"#)[0].1,
        ViolationKind::UnknownValue
    );
    let pay = super::adapted(Payment::SHAPE, dialect::AnthropicSchema::TABLE);
    assert!(
        pay.decode::<Payment>(r#"{"value":{"kind":"card","last4":"1234"}}"#)
            .is_ok()
    );
}
