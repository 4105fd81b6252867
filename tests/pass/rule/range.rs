//! Ends that belong to the range and ends that don't.

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Ranges {
    #[contract(range(-3..=3))]
    closed: i8,
    #[contract(range(0..10))]
    open: u64,
    #[contract(range(exclusive_min = 0, max = 1))]
    share: f64,
    #[contract(range(0.5..))]
    least: Option<f32>,
    #[contract(range(0..256))]
    byte: u8,
}

fn with(closed: &str, open: &str, share: &str, least: &str) -> bool {
    let text = format!(
        r#"{{"closed":{closed},"open":{open},"share":{share},"least":{least},"byte":255}}"#
    );
    decode::<Ranges>(&text).is_ok()
}

#[test]
fn runs() {
    assert!(with("-3", "9", "1", "0.5"));
    assert!(with("3.0", "0", "1e-9", "null"));
    assert!(!with("4", "0", "1", "null"));
    assert!(!with("0", "10", "1", "null"));
    assert!(!with("0", "0", "0", "null"));
    assert!(!with("0", "0", "1.1", "null"));
    assert!(!with("0", "0", "1", "0.25"));
    let schema = serde_json::to_string(&Ranges::json_schema()).unwrap();
    assert!(
        schema.contains("exclusiveMinimum") && schema.contains("exclusiveMaximum"),
        "{schema}"
    );
}
