//! `Option` may be null; only `optional` may be missing.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Note {
    title: Option<String>,
    #[contract(optional, length(..=3))]
    body: Option<String>,
}

/// Decodes, writes, and compares with what came in.
fn round<T: Contract>(text: &str) -> T {
    let value = decode::<T>(text).unwrap_or_else(|drift| panic!("{drift}"));
    let mut out = String::new();
    value.write(&mut out);
    assert_eq!(out, text);
    value
}

#[test]
fn runs() {
    round::<Note>(r#"{"title":null}"#);
    round::<Note>(r#"{"title":"a","body":"abc"}"#);
    let null = decode::<Note>(r#"{"title":null,"body":null}"#).unwrap();
    assert_eq!(null.body, None);
    assert!(decode::<Note>("{}").is_err());
    assert!(decode::<Note>(r#"{"title":null,"body":"abcd"}"#).is_err());
    let schema = serde_json::to_value(Note::json_schema()).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["title"]));
}
