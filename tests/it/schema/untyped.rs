//! Rules on values of any shape: the schema says of each kind what the decoder holds it to.

use driftless::contract::Untyped;
use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Holder {
    #[contract(length(2..=3))]
    any: Untyped,
    #[contract(length(1..))]
    many: Untyped,
}

#[test]
fn a_length_speaks_of_texts_lists_and_objects() {
    let schema = Holder::json_schema().to_value();
    let judge = jsonschema::validator_for(&schema).unwrap();
    let values = [
        "null",
        "true",
        "7",
        "\"\"",
        "\"a\"",
        "\"ab\"",
        "\"äöü\"",
        "\"abcd\"",
        "[]",
        "[1]",
        "[1,2]",
        "[1,2,3]",
        "[1,2,3,4]",
        "{}",
        r#"{"a":1}"#,
        r#"{"a":1,"b":2}"#,
        r#"{"a":1,"b":2,"c":3,"d":4}"#,
    ];
    let mut verdicts = [0, 0];
    for any in values {
        for many in values {
            let text = format!(r#"{{"any":{any},"many":{many}}}"#);
            let document = serde_json::from_str(&text).unwrap();
            let accepted = decode::<Holder>(&text).is_ok();
            assert_eq!(accepted, judge.is_valid(&document), "{text}");
            verdicts[usize::from(accepted)] += 1;
        }
    }
    assert!(verdicts.iter().all(|count| *count > 50), "{verdicts:?}");
}
