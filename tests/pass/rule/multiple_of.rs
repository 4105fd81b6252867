//! Whole and decimal multiples, as the text says them.

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Price {
    #[contract(multiple_of = 12)]
    pieces: u32,
    #[contract(multiple_of = 0.01, example = 19.99)]
    amount: f64,
}

fn with(pieces: &str, amount: &str) -> bool {
    decode::<Price>(&format!(r#"{{"pieces":{pieces},"amount":{amount}}}"#)).is_ok()
}

#[test]
fn runs() {
    assert!(with("24", "0.07"));
    assert!(with("0", "1250"));
    assert!(!with("13", "1"));
    assert!(!with("12", "0.075"));
}
