//! A type that contains itself, called by a path or with other arguments.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Tree {
    left: Option<Box<self::Tree>>,
    #[contract(recursive)]
    right: Option<Box<crate::recursion_paths::Tree>>,
}

#[derive(Debug, PartialEq, Contract)]
struct Named<T = u8> {
    value: T,
    #[contract(recursive)]
    numbers: Vec<Named>,
}

/// A list of the values that hold it, in a newtype.
#[derive(Debug, PartialEq, Contract)]
struct Items(#[contract(recursive)] Vec<Item>);

#[derive(Debug, PartialEq, Contract)]
struct Item {
    items: Items,
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
    round::<Tree>(r#"{"left":{"left":null,"right":null},"right":{"left":null,"right":null}}"#);
    round::<Named<String>>(r#"{"value":"a","numbers":[{"value":1,"numbers":[]}]}"#);
    assert!(
        decode::<Named<String>>(r#"{"value":"a","numbers":[{"value":"b","numbers":[]}]}"#).is_err()
    );
    round::<Items>(r#"[{"items":[]}]"#);
    let schema = serde_json::to_string(&Named::<String>::json_schema()).unwrap();
    assert!(schema.contains("$ref"), "{schema}");
}
