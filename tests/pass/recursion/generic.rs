//! A generic type that contains itself.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Tree<T> {
    value: T,
    children: Vec<Tree<T>>,
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
    round::<Tree<u8>>(r#"{"value":1,"children":[{"value":2,"children":[]}]}"#);
    round::<Tree<String>>(r#"{"value":"a","children":[]}"#);
    assert!(decode::<Tree<u8>>(r#"{"value":1,"children":[{"value":"a","children":[]}]}"#).is_err());
    assert_ne!(Tree::<u8>::fingerprint(), Tree::<String>::fingerprint());
}
