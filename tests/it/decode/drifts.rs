//! The table of drifted answers that competitors take: none is silently wrong, none taken by
//! position, no key dropped.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::struct_field_names,
    clippy::format_collect,
    clippy::redundant_closure_for_method_calls,
    clippy::items_after_statements,
    clippy::needless_pass_by_value,
    clippy::string_slice,
    reason = "a test's helpers fail loudly"
)]

use driftless::{Contract, ViolationKind as Kind, decode};
use serde_json::Value;

#[derive(Debug, Contract)]
enum Currency {
    #[contract(rename = "USD")]
    Usd,
    #[contract(rename = "EUR")]
    Eur,
    #[contract(rename = "GBP")]
    Gbp,
}

#[derive(Debug, Contract)]
struct Customer {
    name: String,
    email: String,
}

#[derive(Debug, Contract)]
struct Line {
    sku: String,
    qty: u32,
}

#[derive(Debug, Contract)]
struct Order {
    order_id: String,
    customer: Customer,
    total_cents: i64,
    currency: Currency,
    lines: Vec<Line>,
    paid: bool,
    note: Option<String>,
}

/// Those that say what the contract wants, in other characters: `1250.0` is the integer 1250, and
/// 2^53+1 is held exactly.
const TAKEN: &[&str] = &["ok", "num_float_int", "bigint"];

#[test]
fn no_drift_is_taken() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../fixtures/drifts.json")).unwrap();
    assert_eq!(cases.len(), 58);
    let mut taken = Vec::new();
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let content = case["content"].as_str().unwrap();
        match decode::<Order>(content) {
            Ok(order) => {
                let mut text = String::new();
                order.write(&mut text);
                let value: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(value, case["intent"], "{id} is silently wrong");
                taken.push(id);
            }
            Err(drift) => {
                let report = format!("{drift:#}");
                assert!(!drift.violations().is_empty(), "{id}");
                assert!(report.len() < 6000, "{id}: {report}");
                for violation in drift.violations() {
                    assert_ne!(violation.kind(), Kind::Internal, "{id}: {report}");
                    let span = violation.span();
                    assert!(content.get(span).is_some(), "{id}: {violation:?}");
                }
            }
        }
    }
    assert_eq!(taken, TAKEN);
}

/// Each drift that has an evident meaning has a hint.
#[test]
fn drifts_carry_hints() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../fixtures/drifts.json")).unwrap();
    let told = |id: &str| {
        let case = cases.iter().find(|case| case["id"] == id).unwrap();
        let drift = decode::<Order>(case["content"].as_str().unwrap()).unwrap_err();
        drift
            .violations()
            .iter()
            .map(|one| format!("{one}\n"))
            .collect::<String>()
    };
    for (id, words) in [
        ("renamed_req", "the contract calls it `total_cents`"),
        ("renamed_opt", "the contract calls it `note`"),
        ("arr_top", "by position"),
        ("num_str", "without quotes: 1250"),
        ("bool_str", "without quotes: true"),
        ("str_num", "double quotes"),
        ("enum_case", "exactly as `USD`"),
        ("enum_prose", "write `USD` and nothing else"),
        ("enum_map", "the string \"USD\" itself"),
        ("enum_list", "not an array around it"),
        ("fence", "fenced code block"),
        ("prose", "a JSON document stands at byte"),
        ("two_docs", "second JSON document"),
        ("wrap_key", "wrapped in `order`"),
        ("wrap_list", "not an array around it"),
        ("schema_echo", "JSON Schema"),
        ("nested_json_str", "not a string that holds its JSON"),
        ("obj_for_list", "also around a single item"),
        ("trail_comma", "trailing comma"),
        ("single_quote", "double quotes"),
        ("trunc_stop", "cut off"),
    ] {
        assert!(told(id).contains(words), "{id}: {}", told(id));
    }
}
