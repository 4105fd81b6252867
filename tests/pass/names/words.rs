//! Words that a model reads: doc comments, `describe` and the name.

use driftless::{Contract, decode};

/// The first line.
///
///   indented
#[derive(Contract)]
#[contract(name = "purchase_order")]
struct Order {
    /// Its number.
    id: String,
    /// for programmers
    #[contract(describe = "for models")]
    note: String,
    /** A block comment. */
    block: String,
}

#[test]
fn runs() {
    let schema = serde_json::to_value(Order::json_schema()).unwrap();
    let text = schema.to_string();
    assert!(text.contains("purchase_order"), "{text}");
    assert_eq!(schema["description"], "The first line.\n\n  indented");
    assert_eq!(schema["properties"]["id"]["description"], "Its number.");
    assert_eq!(schema["properties"]["note"]["description"], "for models");
    assert_eq!(
        schema["properties"]["block"]["description"],
        "A block comment."
    );
    assert!(decode::<Order>(r#"{"id":"","note":"","block":""}"#).is_ok());
}
