//! A newtype around a list of itself.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Nest(Vec<Nest>);

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
    assert_eq!(round::<Nest>("[[],[[]]]").0.len(), 2);
    assert!(decode::<Nest>("[1]").is_err());
}
