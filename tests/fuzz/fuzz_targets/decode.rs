//! Any bytes: the decoder never panics, explains every refusal, reads back what it writes, and
//! agrees with an independent validator in both directions.
#![no_main]

#[path = "../../support/numbers.rs"]
mod numbers;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use driftless::contract::Untyped;
use driftless::{Contract, ViolationKind as Kind, decode, decode_slice};
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
            assert!(
                is_valid(bytes) || is_beyond(bytes),
                "taken, but the schema says no"
            );
        }
        Err(drift) => {
            assert!(!drift.violations().is_empty());
            for violation in drift.violations() {
                assert_ne!(violation.kind(), Kind::Internal);
                assert!(drift.text().get(violation.span()).is_some());
            }
            assert!(drift.to_string().len() < 50_000);
            // Of a key that stands twice the validator sees the last value only.
            let twice = drift
                .violations()
                .iter()
                .any(|one| one.kind() == Kind::DuplicateKey);
            assert!(
                twice || !is_valid(bytes) || is_beyond(bytes),
                "refused, but the schema says yes"
            );
        }
    }
});

fn is_valid(bytes: &[u8]) -> bool {
    serde_json::from_slice(bytes).is_ok_and(|value| VALIDATOR.is_valid(&value))
}

/// Returns `true` if the validator itself rounds one of the numbers.
fn is_beyond(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !numbers::within_the_validator(text))
}
