//! Characters, not bytes; items; entries; every form of a range.

use std::collections::BTreeMap;

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Lengths {
    #[contract(length(2))]
    exact: String,
    #[contract(length(1..3))]
    open: Vec<u8>,
    #[contract(length(..=1))]
    most: BTreeMap<String, u8>,
    #[contract(length(1..))]
    least: Option<String>,
}

/// The ends by name, as `range` has them.
#[derive(Debug, Contract)]
struct Named {
    #[contract(length(min = 2, max = 3))]
    both: String,
    #[contract(length(max = 1))]
    most: Vec<u8>,
    #[contract(length(min = 1))]
    least: String,
}

#[test]
fn names() {
    let with = |both: &str, most: &str, least: &str| {
        let text = format!(r#"{{"both":"{both}","most":{most},"least":"{least}"}}"#);
        decode::<Named>(&text).is_ok()
    };
    assert!(with("ab", "[1]", "a") && with("abc", "[]", "abcd"));
    assert!(!with("a", "[]", "a") && !with("abcd", "[]", "a"));
    assert!(!with("ab", "[1,2]", "a") && !with("ab", "[]", ""));
}

fn with(exact: &str, open: &str, most: &str, least: &str) -> bool {
    let text = format!(r#"{{"exact":{exact},"open":{open},"most":{most},"least":{least}}}"#);
    decode::<Lengths>(&text).is_ok()
}

#[test]
fn runs() {
    assert!(with(r#""äß""#, "[1,2]", r#"{"a":1}"#, "null"));
    assert!(!with(r#""a""#, "[1]", "{}", "null"));
    assert!(!with(r#""ab""#, "[1,2,3]", "{}", "null"));
    assert!(!with(r#""ab""#, "[1]", r#"{"a":1,"b":2}"#, "null"));
    assert!(!with(r#""ab""#, "[1]", "{}", r#""""#));
}
