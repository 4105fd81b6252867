//! Integers beyond 64 bits, which JSON tools round: written where they are exact, said in words
//! where they are not, never left out.

use driftless::Contract;
use driftless::dialect::{self, Dialect, adapt};
use serde_json::{Value, json};

#[derive(Contract)]
struct Wide {
    #[contract(example = 100000000000000000000, example = 100000000000000000001)]
    example: u128,
    #[contract(one_of(1, 100000000000000000000))]
    listed: u128,
    #[contract(one_of(1, 100000000000000000001))]
    finely_listed: u128,
    #[contract(range(0..=100000000000000000000))]
    bounded: u128,
    #[contract(range(0..100000000000000000001))]
    finely_bounded: u128,
    #[contract(multiple_of = 100000000000000000000)]
    stepped: u128,
    #[contract(multiple_of = 100000000000000000001)]
    finely_stepped: u128,
}

fn schema() -> Value {
    Wide::json_schema().to_value()
}

#[test]
fn an_exact_integer_is_written_and_another_is_said() {
    let schema = schema();
    let of = |field: &str, keyword: &str| schema["properties"][field][keyword].clone();
    assert_eq!(of("example", "examples"), json!([1e20]));
    assert_eq!(of("listed", "enum"), json!([1, 1e20]));
    assert_eq!(of("bounded", "maximum"), json!(1e20));
    assert_eq!(of("stepped", "multipleOf"), json!(1e20));
    assert_eq!(of("finely_listed", "enum"), Value::Null);
    assert_eq!(of("finely_bounded", "exclusiveMaximum"), Value::Null);
    assert_eq!(of("finely_stepped", "multipleOf"), Value::Null);
    assert_eq!(
        of("finely_listed", "description"),
        json!("one of 1, 100000000000000000001")
    );
    assert_eq!(
        of("finely_bounded", "description"),
        json!("<100000000000000000001")
    );
    assert_eq!(
        of("finely_stepped", "description"),
        json!("multiple of 100000000000000000001")
    );
}

#[test]
fn the_schema_agrees_with_the_decoder() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let text = r#"{"example":3,"listed":100000000000000000000,"finely_listed":1,"bounded":100000000000000000000,"finely_bounded":100000000000000000000,"stepped":0,"finely_stepped":0}"#;
    assert!(driftless::decode::<Wide>(text).is_ok());
    let value: Value = serde_json::from_str(text).unwrap();
    assert!(
        validator.is_valid(&value),
        "{:?}",
        validator.validate(&value)
    );
}

#[test]
fn every_dialect_says_what_it_can_not_write() {
    let tables = [
        dialect::OpenAiSchema::TABLE,
        dialect::AnthropicTool::TABLE,
        dialect::Instructions::TABLE,
    ];
    for table in tables {
        let adapted = adapt(Wide::SHAPE, table).unwrap();
        for (pointer, keyword) in [
            ("/finely_listed", "enum"),
            ("/finely_bounded", "exclusiveMaximum"),
            ("/finely_stepped", "multipleOf"),
        ] {
            let loss = adapted
                .losses
                .iter()
                .find(|loss| loss.pointer == pointer && loss.keyword == keyword);
            assert!(
                loss.is_some_and(|loss| loss.words.contains("100000000000000000001")),
                "{} {pointer}",
                table.name()
            );
        }
    }
}
