//! Listed values of numbers, texts and enums.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
enum Level {
    Low,
    High,
    Extreme,
}

#[derive(Debug, Contract)]
struct Chosen {
    #[contract(one_of = [1, 2, 5])]
    size: u8,
    #[contract(one_of("EUR", "USD"))]
    currency: Option<String>,
    #[contract(one_of = ["Low", "High"])]
    level: Level,
}

#[derive(Debug, Contract)]
struct Factor(#[contract(one_of = [1.0, 2.5], example = 1)] f64);

fn with(size: &str, currency: &str, level: &str) -> bool {
    let text = format!(r#"{{"size":{size},"currency":{currency},"level":"{level}"}}"#);
    decode::<Chosen>(&text).is_ok()
}

#[test]
fn runs() {
    assert!(with("5", r#""EUR""#, "Low"));
    assert!(with("1", "null", "High"));
    assert!(!with("3", "null", "Low"));
    assert!(!with("1", r#""GBP""#, "Low"));
    assert!(!with("1", "null", "Extreme"));
    assert!(decode::<Factor>("1").is_ok() && decode::<Factor>("1.0").is_ok());
    assert!(decode::<Factor>("2").is_err());
    assert_ne!(Level::Extreme, Level::Low);
}
