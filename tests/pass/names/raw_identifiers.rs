//! Raw identifiers lose their prefix on the wire.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
#[allow(non_camel_case_types)]
enum r#enum {
    r#Self_,
    r#loop,
}

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "type")]
enum Token {
    r#Keyword {
        r#fn: r#enum,
        r#match: Option<Box<Token>>,
    },
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
    round::<Token>(
        r#"{"type":"Keyword","fn":"loop","match":{"type":"Keyword","fn":"Self_","match":null}}"#,
    );
    let schema = serde_json::to_string(&Token::json_schema()).unwrap();
    assert!(!schema.contains("r#"), "{schema}");
}
