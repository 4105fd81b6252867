//! An enum whose variants contain it.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "op", rename_all = "lowercase")]
enum Expr {
    Number { value: f64 },
    Not { of: Box<Expr> },
    Sum { terms: Vec<Self> },
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
    round::<Expr>(
        r#"{"op":"sum","terms":[{"op":"number","value":1.5},{"op":"not","of":{"op":"number","value":2.0}}]}"#,
    );
    assert!(decode::<Expr>(r#"{"op":"not","of":null}"#).is_err());
}
