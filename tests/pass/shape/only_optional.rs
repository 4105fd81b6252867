//! An object none of whose keys must be there.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Filter {
    #[contract(optional)]
    from: Option<u32>,
    #[contract(optional)]
    to: Option<u32>,
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
    assert_eq!(
        round::<Filter>("{}"),
        Filter {
            from: None,
            to: None
        }
    );
    round::<Filter>(r#"{"to":3}"#);
    assert!(decode::<Filter>(r#"{"error":"I can't"}"#).is_err());
}
