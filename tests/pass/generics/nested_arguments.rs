//! Types of types: what the compiler goes through grows with the depth, not with its power of two,
//! at which this would never end.

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct In<T> {
    v: T,
}

type Four<T> = In<In<In<In<T>>>>;
type Deep = Four<Four<Four<Four<Four<u8>>>>>;

#[derive(Debug, Contract)]
struct Top {
    deep: Deep,
}

#[test]
fn runs() {
    let text = format!(r#"{{"deep":{}7{}}}"#, r#"{"v":"#.repeat(20), "}".repeat(20));
    assert!(decode::<Top>(&text).is_ok());
    assert!(decode::<Top>(&text.replace('7', "700")).is_err());
    assert_ne!(Four::<bool>::fingerprint(), Four::<u8>::fingerprint());
}
