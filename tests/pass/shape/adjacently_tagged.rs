//! Tag and data are two keys of one object.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "t", content = "c")]
enum Event {
    Ping,
    Text(#[contract(length(1..=3))] String),
    Many(Vec<u8>),
    Move { x: i32, y: i32 },
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
    assert_eq!(round::<Event>(r#"{"t":"Ping"}"#), Event::Ping);
    round::<Event>(r#"{"t":"Text","c":"abc"}"#);
    round::<Event>(r#"{"t":"Many","c":[1,2]}"#);
    assert_eq!(
        round::<Event>(r#"{"t":"Move","c":{"x":1,"y":-2}}"#),
        Event::Move { x: 1, y: -2 }
    );
    assert!(decode::<Event>(r#"{"c":"abc","t":"Text"}"#).is_ok());
    for wrong in [
        r#"{"t":"Text","c":"abcd"}"#,
        r#"{"t":"Ping","c":null}"#,
        r#"{"t":"Text"}"#,
        r#"{"t":"Text","c":"a","d":1}"#,
        r#"{"t":"Move","c":[1,2]}"#,
    ] {
        assert!(decode::<Event>(wrong).is_err(), "{wrong}");
    }
    let schema = serde_json::to_string(&Event::json_schema()).unwrap();
    assert!(schema.contains("\"maxLength\":3"), "{schema}");
}
