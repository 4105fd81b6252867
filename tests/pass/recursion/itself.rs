//! A struct that contains itself in an option, a list and a map.

use std::collections::BTreeMap;

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Node {
    value: u32,
    next: Option<Box<Self>>,
    children: Vec<Node>,
    named: BTreeMap<String, Node>,
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
    round::<Node>(
        r#"{"value":1,"next":{"value":2,"next":null,"children":[],"named":{}},"children":[],"named":{}}"#,
    );
    assert!(decode::<Node>(r#"{"value":1,"next":{},"children":[],"named":{}}"#).is_err());
    let schema = serde_json::to_string(&Node::json_schema()).unwrap();
    assert!(schema.contains("$ref"), "{schema}");
}
