//! `Strict<T>` is as strict as `decode`, whoever deserializes it.
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

use std::collections::BTreeMap;

use driftless::Contract;
use driftless::contract::Untyped;
use driftless::decode::Strict;
use serde::Deserialize;

#[derive(Debug, PartialEq, Contract)]
struct Line {
    sku: String,
    #[contract(range(1..=99))]
    qty: u32,
}

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "kind")]
enum Payment {
    Cash,
    Card { number: String, limit: f64 },
}

#[derive(Debug, PartialEq, Contract)]
struct Order {
    id: i64,
    lines: Vec<Line>,
    payment: Payment,
    note: Option<String>,
    big: u128,
    parent: Option<Box<Order>>,
}

const ORDER: &str = r#"{"id":1250.0,"lines":[{"sku":"a","qty":2}],"payment":{"kind":"Card","number":"1","limit":0.1},"note":null,"big":340282366920938463463374607431768211455,"parent":null}"#;

fn broken() -> Vec<String> {
    vec![
        ORDER.replace(r#""note":null,"#, ""),
        ORDER.replace(r#""note":null,"#, r#""note":null,"x":1,"#),
        ORDER.replace(r#""note":null,"#, r#""note":null,"note":"a","#),
        ORDER.replace("1250.0", "9007199254740993.5"),
        ORDER.replace("1250.0", r#"{"$serde_json::private::Number":"1250"}"#),
        ORDER.replace("0.1", r#"{"$serde_json::private::Number":"0.1"}"#),
        ORDER.replace(r#"{"sku":"a","qty":2}"#, r#"["a",2]"#),
        ORDER.replace(r#""qty":2"#, r#""qty":100"#),
        ORDER.replace(r#""kind":"Card","#, ""),
        r#"[1,[],{"kind":"Cash"},null,0,null]"#.to_owned(),
        format!(
            r#"{{"$serde_json::private::RawValue":{}}}"#,
            serde_json::to_string(ORDER).unwrap()
        ),
    ]
}

#[test]
fn from_json_text_the_verdict_is_the_decoders() {
    let order: Strict<Order> = serde_json::from_str(ORDER).unwrap();
    assert_eq!(order.id, 1250);
    assert_eq!(order.big, u128::MAX);
    let read: Strict<Order> = serde_json::from_reader(ORDER.as_bytes()).unwrap();
    assert_eq!(read, order);
    for text in broken() {
        let error = serde_json::from_str::<Strict<Order>>(&text)
            .expect_err(&text)
            .to_string();
        assert!(error.starts_with("not a `Order`: "), "{error}");
    }
    let error = serde_json::from_str::<Strict<Order>>(&broken()[7]).unwrap_err();
    assert!(error.to_string().contains("/lines/0/qty"), "{error}");
}

#[test]
fn inside_other_types_and_behind_buffers() {
    #[derive(Debug, Deserialize)]
    struct Request {
        order: Strict<Order>,
    }
    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    enum Buffered {
        Order(Strict<Order>),
    }
    let small = ORDER.replace("340282366920938463463374607431768211455", "7");
    let request: Request = serde_json::from_str(&format!(r#"{{"order":{ORDER}}}"#)).unwrap();
    assert_eq!(request.order.id, 1250);
    let Buffered::Order(buffered) = serde_json::from_str(&small).unwrap();
    assert_eq!(buffered.big, 7);
    for (index, text) in broken().into_iter().enumerate() {
        assert!(serde_json::from_str::<Request>(&format!(r#"{{"order":{text}}}"#)).is_err());
        let text = text.replace("340282366920938463463374607431768211455", "7");
        // The buffer has rounded this one to a whole number before anybody could look.
        assert!(
            index == 3 || serde_json::from_str::<Buffered>(&text).is_err(),
            "{text}"
        );
    }
}

/// As web frameworks do, in order to say where an error is.
#[test]
fn behind_a_deserializer_that_tracks_paths() {
    fn tracked(text: &str) -> Result<Strict<Order>, String> {
        let mut whole = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut whole).map_err(|error| error.to_string())
    }
    #[derive(Debug, Deserialize)]
    struct Request {
        order: Strict<Order>,
    }
    let order = tracked(ORDER).unwrap();
    assert_eq!((order.id, order.big), (1250, u128::MAX));
    let mut read = serde_json::Deserializer::from_reader(ORDER.as_bytes());
    let read: Strict<Order> = serde_path_to_error::deserialize(&mut read).unwrap();
    assert_eq!(read, order);
    let outer = format!(r#"{{"order":{ORDER}}}"#);
    let mut outer = serde_json::Deserializer::from_str(&outer);
    let request: Request = serde_path_to_error::deserialize(&mut outer).unwrap();
    assert_eq!(request.order, order);
    for text in broken() {
        let error = tracked(&text).expect_err(&text);
        assert!(error.starts_with("not a `Order`: "), "{error}");
    }
}

/// A map whose values are raw is still somebody's map.
#[test]
fn a_map_of_raw_values_is_no_source() {
    let raw: Box<serde_json::value::RawValue> = serde_json::from_str("1").unwrap();
    let forged = [("$serde_json::private::RawValue", &*raw)];
    let forged = serde::de::value::MapDeserializer::<_, serde_json::Error>::new(forged.into_iter());
    assert!(Strict::<Untyped>::deserialize(forged).is_err());
}

#[test]
fn from_deserializers_that_are_no_text() {
    let small = ORDER.replace("340282366920938463463374607431768211455", "7");
    let value: serde_json::Value = serde_json::from_str(&small).unwrap();
    let order: Strict<Order> = serde_json::from_value(value).unwrap();
    assert_eq!(order.big, 7);
    // A deserializer that knows nothing of the protocol calls what it holds a map, whatever its
    // keys say.
    type Plain = serde::de::value::Error;
    let forged = BTreeMap::from([("$serde_json::private::RawValue", "1")]);
    let forged = serde::de::value::MapDeserializer::<_, Plain>::new(forged.into_iter());
    assert!(Strict::<Untyped>::deserialize(forged).is_err());
    let plain =
        serde::de::value::MapDeserializer::<_, Plain>::new([("a", 1), ("b", 2)].into_iter());
    let map = Strict::<BTreeMap<String, u8>>::deserialize(plain).unwrap();
    assert_eq!(
        map.0,
        BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])
    );
    let twice =
        serde::de::value::MapDeserializer::<_, Plain>::new([("a", 1), ("a", 2)].into_iter());
    assert!(Strict::<BTreeMap<String, u8>>::deserialize(twice).is_err());
}

#[test]
fn it_serializes_in_declaration_order() {
    let order: Strict<Order> = serde_json::from_str(ORDER).unwrap();
    let text = serde_json::to_string(&order).unwrap();
    assert_eq!(text, ORDER.replace("1250.0", "1250"));
}

#[test]
fn its_schema_fits_into_others() {
    #[derive(schemars::JsonSchema)]
    #[allow(dead_code, reason = "only its schema is wanted")]
    struct Tool {
        order: Strict<Order>,
        again: Option<Strict<Order>>,
        line: Strict<Line>,
    }
    let schema = schemars::schema_for!(Tool).to_value();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let order: serde_json::Value =
        serde_json::from_str(&ORDER.replace(r#""parent":null"#, &format!(r#""parent":{ORDER}"#)))
            .unwrap();
    let line = serde_json::json!({"sku": "a", "qty": 1});
    let good = serde_json::json!({"order": order, "line": line});
    assert!(validator.is_valid(&good), "{schema:#}");
    let mut bad = good.clone();
    bad["order"]["parent"]["lines"][0]["qty"] = 0.into();
    assert!(!validator.is_valid(&bad));
    let alone = schemars::schema_for!(Strict<Order>).to_value();
    assert!(jsonschema::validator_for(&alone).unwrap().is_valid(&order));
}

#[test]
fn a_borrowed_value_is_written_like_an_owned_one() {
    let order = serde_json::from_str::<Strict<Order>>(ORDER)
        .unwrap()
        .into_inner();
    let owned = |order: &Order| serde_json::to_string(&Strict(order)).unwrap();
    let text = owned(&order);
    assert_eq!(
        text,
        serde_json::to_string(&Strict(vec![&order])).unwrap()[1..=text.len()]
    );
    assert_eq!(text, serde_json::to_string(&Strict(order)).unwrap());
}

/// A `Decimal` is a number, in serde's hands as well, to its last digit or not at all.
#[test]
fn decimals_are_numbers_wherever_they_are_written() {
    #[derive(Debug, driftless::Contract)]
    struct Priced {
        price: rust_decimal::Decimal,
    }
    for text in [
        r#"{"price":0.1234567890123456789012345678}"#,
        r#"{"price":79228162514264337593543950335}"#,
        r#"{"price":12.50}"#,
        r#"{"price":-3}"#,
    ] {
        let read: Strict<Priced> = serde_json::from_str(text).unwrap();
        let written = serde_json::to_string(&Strict(&read.0)).unwrap();
        let again: Strict<Priced> = serde_json::from_str(&written).unwrap();
        assert_eq!(again.0.price, read.0.price, "{written}");
        assert!(!written.contains("\"price\":\""), "{written}");
    }
    let fine = Strict(Priced {
        price: "0.1234567890123456789012345678".parse().unwrap(),
    });
    assert!(serde_json::to_value(&fine).is_err());
}
