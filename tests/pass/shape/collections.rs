//! Lists, arrays, sets and maps.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Many {
    list: Vec<Vec<u8>>,
    pair: [i8; 2],
    set: BTreeSet<String>,
    sorted: BTreeMap<String, u8>,
    hashed: HashMap<String, Option<bool>>,
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
    round::<Many>(
        r#"{"list":[[1],[]],"pair":[-1,1],"set":["a","b"],"sorted":{"x":1},"hashed":{"y":null}}"#,
    );
    let same = r#"{"list":[],"pair":[0,0],"set":["a","a"],"sorted":{},"hashed":{}}"#;
    assert!(decode::<Many>(same).is_err());
    let short = r#"{"list":[],"pair":[0],"set":[],"sorted":{},"hashed":{}}"#;
    assert!(decode::<Many>(short).is_err());
    let twice = r#"{"list":[],"pair":[0,0],"set":[],"sorted":{"x":1,"x":2},"hashed":{}}"#;
    assert!(decode::<Many>(twice).is_err());
}
