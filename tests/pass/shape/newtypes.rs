//! A newtype is its value on the wire, and keeps its own rules inside options and lists.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Email(#[contract(format = "email")] String);

#[derive(Debug, PartialEq, Contract)]
#[contract(range(0..=100), example = 50)]
struct Percent(u8);

#[derive(Debug, PartialEq, Contract)]
struct Report {
    to: Vec<Email>,
    done: Option<Percent>,
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
    assert_eq!(round::<Percent>("7"), Percent(7));
    let report: Report = round(r#"{"to":["a@b.example"],"done":100}"#);
    assert_eq!(report.done, Some(Percent(100)));
    assert!(decode::<Report>(r#"{"to":["nobody"],"done":null}"#).is_err());
    assert!(decode::<Report>(r#"{"to":[],"done":101}"#).is_err());
    let schema = serde_json::to_string(&Percent::json_schema()).unwrap();
    assert!(schema.contains("\"maximum\":100"), "{schema}");
}
