//! Arrays whose size is a parameter: two sizes are two contracts in one schema.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Vector<const N: usize> {
    axes: [i8; N],
}

#[derive(Debug, PartialEq, Contract)]
struct Both {
    flat: Vector<2>,
    solid: Vector<3>,
}

#[test]
fn runs() {
    assert!(decode::<Both>(r#"{"flat":{"axes":[1,2]},"solid":{"axes":[1,2,3]}}"#).is_ok());
    assert!(decode::<Both>(r#"{"flat":{"axes":[1,2,3]},"solid":{"axes":[1,2,3]}}"#).is_err());
    let schema = serde_json::to_string(&Both::json_schema()).unwrap();
    assert!(
        schema.contains("\"minItems\":2") && schema.contains("\"minItems\":3"),
        "{schema}"
    );
}
