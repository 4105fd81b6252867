//! Structs, nesting, options, lists, maps, newtypes, generics and recursion.

use std::collections::BTreeMap;

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
enum Severity {
    Low,
    High,
}

#[derive(Debug, PartialEq, Contract)]
struct Sku(#[contract(pattern = "^[A-Z]{3}$")] String);

#[derive(Debug, PartialEq, Contract)]
struct Page<T> {
    items: Vec<T>,
    next: Option<Box<T>>,
}

/// An order.
#[derive(Debug, PartialEq, Contract)]
#[contract(rename_all = "camelCase")]
struct Order {
    /// Its number.
    order_id: String,
    #[contract(range(0..=100))]
    qty: u32,
    note: Option<String>,
    #[contract(optional)]
    tip: Option<f64>,
    severity: Severity,
    sku: Sku,
    labels: BTreeMap<String, bool>,
    children: Vec<Order>,
}

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "kind", rename_all = "snake_case")]
enum Payment {
    Cash,
    Card {
        number: String,
        owner: Option<Box<Payment>>,
    },
    Order(Order),
}

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "t", content = "c")]
enum Event {
    Ping,
    Text(String),
    Move { x: i32, y: i32 },
}

#[test]
fn runs() {
    let order = r#"{"orderId":"a","qty":3,"note":null,"severity":"Low","sku":"ABC","labels":{"x":true},"children":[]}"#;
    let nested = order.replace("[]", &format!("[{order}]"));
    let value = decode::<Order>(&nested).unwrap();
    assert_eq!(value.children.len(), 1);
    let mut out = String::new();
    value.write(&mut out);
    assert_eq!(out, nested);
    assert!(decode::<Order>(&order.replace("3", "101")).is_err());
    assert!(decode::<Order>(&order.replace("ABC", "ABCD")).is_err());
    assert!(decode::<Order>(&order.replace("\"note\":null,", "")).is_err());

    let page = decode::<Page<Severity>>(r#"{"items":["Low"],"next":"High"}"#).unwrap();
    assert_eq!(page.items, [Severity::Low]);

    assert_eq!(
        decode::<Payment>(r#"{"kind":"cash"}"#).unwrap(),
        Payment::Cash
    );
    assert!(decode::<Payment>(r#"{"kind":"cash","x":1}"#).is_err());
    let text = r#"{"kind":"card","number":"4","owner":{"kind":"cash"}}"#;
    let card = decode::<Payment>(text).unwrap();
    let mut out = String::new();
    card.write(&mut out);
    assert_eq!(out, text);
    let tagged = order.replacen('{', r#"{"kind":"order","#, 1);
    assert!(matches!(
        decode::<Payment>(&tagged).unwrap(),
        Payment::Order(_)
    ));

    assert_eq!(decode::<Event>(r#"{"t":"Ping"}"#).unwrap(), Event::Ping);
    assert_eq!(
        decode::<Event>(r#"{"c":"ab","t":"Text"}"#).unwrap(),
        Event::Text("ab".to_owned())
    );
    let text = r#"{"t":"Move","c":{"x":1,"y":2}}"#;
    let event = decode::<Event>(text).unwrap();
    let mut out = String::new();
    event.write(&mut out);
    assert_eq!(out, text);
}
