//! Any bytes: the decoder never panics, explains every refusal, reads back what it writes, and agrees with an independent validator.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use driftless::{Contract, Untyped, ViolationKind as Kind, decode, decode_slice};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Contract)]
enum Severity {
    Low,
    High,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind")]
enum Payment {
    Cash,
    Card {
        #[contract(length(4..=4))]
        digits: String,
    },
}

#[derive(Debug, Contract)]
struct Everything {
    #[contract(range(-5..=5))]
    small: i64,
    big: u64,
    #[contract(multiple_of = 0.01)]
    cents: f64,
    text: String,
    severity: Severity,
    note: Option<String>,
    #[contract(optional)]
    gone: Option<bool>,
    #[contract(unique)]
    list: Vec<f64>,
    map: BTreeMap<String, Payment>,
    any: Untyped,
    #[contract(format = "date-time")]
    when: String,
    children: Vec<Everything>,
}

static VALIDATOR: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = serde_json::to_value(Everything::json_schema()).expect("a schema is JSON");
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema is valid")
});

fuzz_target!(|bytes: &[u8]| {
    match decode_slice::<Everything>(bytes) {
        Ok(value) => {
            let mut text = String::new();
            value.write(&mut text);
            decode::<Everything>(&text).expect("what is written is read");
            let value = serde_json::from_slice(bytes).expect("what is taken is JSON");
            assert!(VALIDATOR.is_valid(&value) || has_long_number(bytes));
        }
        Err(drift) => {
            assert!(!drift.violations().is_empty());
            for violation in drift.violations() {
                assert_ne!(violation.kind(), Kind::Internal);
                assert!(drift.text().get(violation.span()).is_some());
            }
            assert!(drift.to_string().len() < 50_000);
        }
    }
});

/// The validator rounds numbers of more digits than a double holds.
fn has_long_number(bytes: &[u8]) -> bool {
    bytes.split(|byte| !byte.is_ascii_digit() && *byte != b'.').any(|run| run.len() > 15)
}
