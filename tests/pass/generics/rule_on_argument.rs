//! A rule on a parameter's type, used with a type that it fits.

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Limited<T> {
    #[contract(length(1..=2))]
    value: T,
}

#[test]
fn runs() {
    assert!(decode::<Limited<String>>(r#"{"value":"ab"}"#).is_ok());
    assert!(decode::<Limited<Vec<u8>>>(r#"{"value":[1,2,3]}"#).is_err());
}
