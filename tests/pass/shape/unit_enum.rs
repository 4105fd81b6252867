//! An enum of names is a string of a closed set.

use driftless::{Contract, decode};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Contract)]
#[contract(rename_all = "SCREAMING-KEBAB-CASE")]
enum Severity {
    /// Nobody notices.
    VeryLow,
    #[contract(rename = "top", describe = "wake somebody up")]
    High = 7,
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
    assert_eq!(round::<Severity>(r#""VERY-LOW""#), Severity::VeryLow);
    assert_eq!(round::<Severity>(r#""top""#), Severity::High);
    for wrong in [
        r#""very-low""#,
        r#""VeryLow""#,
        r#"{"top":null}"#,
        "7",
        "null",
    ] {
        assert!(decode::<Severity>(wrong).is_err(), "{wrong}");
    }
    let schema = serde_json::to_string(&Severity::json_schema()).unwrap();
    assert!(
        schema.contains("VERY-LOW") && schema.contains("wake somebody up"),
        "{schema}"
    );
}

/// Units that differ in case only, with numbers that stay in Rust.
#[derive(Debug, Contract, PartialEq, Clone, Copy)]
enum Power {
    #[contract(rename = "mW")]
    Milli = -3,
    #[contract(rename = "MW")]
    Mega = 6,
}

#[derive(Debug, Contract, PartialEq, Clone, Copy)]
#[contract(rename_all = "snake_case")]
enum Level {
    Low = 1,
    High = 2,
}

#[test]
fn differs_in_case() {
    assert_eq!(decode::<Power>(r#""mW""#).unwrap(), Power::Milli);
    assert_eq!(decode::<Power>(r#""MW""#).unwrap(), Power::Mega);
    assert!(decode::<Power>(r#""mw""#).is_err());
    assert_eq!(decode::<Level>(r#""high""#).unwrap() as u8, 2);
    assert!(decode::<Level>("2").is_err());
}
