//! Whole answers in pieces: the table of drifts, and one that is long.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::string_slice,
    dead_code,
    reason = "a test's helpers fail loudly; fields are read by the derive alone"
)]

use driftless::decode::{Incremental, Progress};
use driftless::{Contract, decode};
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

#[allow(
    clippy::struct_field_names,
    reason = "the contract of the recorded answers"
)]
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

/// Every drift of the table is stopped; how far each had come is printed.
#[test]
fn drifts_are_stopped_on_their_way() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../fixtures/drifts.json")).unwrap();
    let (mut refused, mut early, mut shares) = (0, 0, 0.0);
    for case in &cases {
        let (id, content) = (
            case["id"].as_str().unwrap(),
            case["content"].as_str().unwrap(),
        );
        let mut reader = Incremental::new::<Order>();
        for piece in content.as_bytes().chunks(20) {
            if reader.push(piece) == Progress::Violated {
                break;
            }
        }
        reader.end();
        let Some(found) = reader.violation() else {
            assert!(decode::<Order>(content).is_ok(), "{id} is not stopped");
            continue;
        };
        assert!(decode::<Order>(content).is_err(), "{id}: {found}");
        let at = found.span().end;
        let share = f64::from(u32::try_from(at).unwrap())
            / f64::from(u32::try_from(content.len().max(1)).unwrap());
        println!("{id}: {:.0} % at byte {at}: {found}", share * 100.0);
        refused += 1;
        early += usize::from(at < content.len());
        shares += share.min(1.0);
    }
    println!("{refused} refused, {early} before their end, after {shares:.1} of {refused} answers");
    assert_eq!(refused, 55);
    assert!(early >= 45, "{early}");
}

#[test]
fn a_long_answer_is_read_in_small_pieces() {
    let line = r#"{"sku":"K-1","qty":2},"#;
    let text = format!(
        r#"{{"order_id":"A","customer":{{"name":"é","email":"\u00e9"}},"total_cents":1,"currency":"EUR","lines":[{}{}],"paid":true,"note":null}}"#,
        line.repeat(20_000),
        line.trim_end_matches(',')
    );
    let mut reader = Incremental::new::<Order>();
    for piece in text.as_bytes().chunks(20) {
        assert_ne!(reader.push(piece), Progress::Violated);
    }
    assert_eq!(reader.end(), Progress::Complete);
}
