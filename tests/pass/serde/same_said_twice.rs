//! Words that serde and the contract share are no conflict.

use driftless::{Contract, decode};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Contract, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename_all = "camelCase", inline)]
#[contract(rename_all = "camelCase")]
struct Order {
    #[serde(rename = "no")]
    #[schemars(rename = "no")]
    #[contract(rename = "no")]
    order_id: String,
    two_words: u8,
}

#[test]
fn runs() {
    let order = decode::<Order>(r#"{"no":"a","twoWords":1}"#).unwrap();
    assert_eq!((order.order_id.as_str(), order.two_words), ("a", 1));
}
