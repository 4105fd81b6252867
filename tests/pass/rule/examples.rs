//! Examples of every kind stand in the schema.

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Sample {
    #[contract(example = "a", example = "b")]
    text: String,
    #[contract(example = -5, range(-10..=10))]
    number: i32,
    #[contract(example = 0.5)]
    share: f64,
    #[contract(example = true)]
    flag: bool,
    #[contract(example = null, example = "x")]
    maybe: Option<String>,
    #[contract(example = ["a", "b"], example = [], unique)]
    list: Vec<String>,
    #[contract(example = 'c')]
    letter: char,
}

#[test]
fn runs() {
    let schema = serde_json::to_value(Sample::json_schema()).unwrap();
    assert_eq!(
        schema["properties"]["text"]["examples"],
        serde_json::json!(["a", "b"])
    );
    assert_eq!(
        schema["properties"]["list"]["examples"],
        serde_json::json!([["a", "b"], []])
    );
    assert!(decode::<Sample>("{}").is_err());
}
