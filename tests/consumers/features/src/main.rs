//! With `arbitrary_precision` and `preserve_order` switched on by another crate, every verdict
//! stays the same.

use driftless::contract::Untyped;
use driftless::decode::Strict;
use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "kind")]
enum Payment {
    Card { number: String, limit: f64 },
}

#[derive(Debug, PartialEq, Contract)]
struct Order {
    total: i64,
    rate: f64,
    payment: Payment,
    any: Untyped,
}

const ORDER: &str = r#"{"total":1250.0,"rate":0.1,"payment":{"kind":"Card","number":"1","limit":1.5},"any":{"b":1,"a":[1.5,18446744073709551615]}}"#;

fn main() {
    let order = decode::<Order>(ORDER).expect("a valid order");
    let strict: Strict<Order> = serde_json::from_str(ORDER).expect("the same by serde");
    assert_eq!(order, strict.0);
    let value: serde_json::Value = serde_json::from_str(ORDER).expect("JSON");
    let strict: Strict<Order> = serde_json::from_value(value).expect("the same by a value");
    assert_eq!(order, strict.0);

    // A number that a model's text forges is no number.
    for forged in [
        ORDER.replace("1250.0", r#"{"$serde_json::private::Number":"1250"}"#),
        ORDER.replace("0.1", r#"{"$serde_json::private::Number":"0.1"}"#),
        ORDER.replace("1.5,1", r#"{"a":1,"a":1},1"#),
        ORDER.replace("0.1", "1e999"),
    ] {
        assert!(decode::<Order>(&forged).is_err(), "{forged}");
        assert!(
            serde_json::from_str::<Strict<Order>>(&forged).is_err(),
            "{forged}"
        );
        buffered(&forged).expect_err(&forged);
    }
    // A fraction is the nearest float, by every way in.
    let near = ORDER.replace("0.1", "0.10000000000000000001");
    assert_eq!(decode::<Order>(&near).expect("a fraction").rate, 0.1);
    let strict: Strict<Order> = serde_json::from_str(&near).expect("the same by serde");
    assert_eq!(strict.0.rate, 0.1);
    // In free-form JSON such a map is a map, and goes out as it came in.
    let map = decode::<Untyped>(r#"{"$serde_json::private::Number":"1"}"#).expect("a map");
    assert!(map.0.is_object());
    let mut text = String::new();
    order.write(&mut text);
    assert_eq!(text, ORDER.replace("1250.0", "1250"));

    let schema = serde_json::to_string(&Order::json_schema()).expect("JSON");
    assert!(schema.find("total").unwrap_or(0) < schema.find("rate").unwrap_or(0));
    println!("the same verdicts with arbitrary_precision and preserve_order");
}

/// Through serde's buffer, where `serde_json` hides numbers in maps: refused rather than guessed.
fn buffered(text: &str) -> Result<Order, serde_json::Error> {
    #[derive(Debug, serde::Deserialize)]
    #[serde(untagged)]
    enum Buffered {
        Order(Strict<Order>),
    }
    let Buffered::Order(Strict(order)) = serde_json::from_str(text)?;
    Ok(order)
}
