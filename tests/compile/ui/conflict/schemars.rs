//! schemars and serde name a field differently.

use driftless::Contract;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Contract, Deserialize, JsonSchema)]
struct Order {
    #[serde(rename = "orderId")]
    #[schemars(rename = "order_no")]
    id: String,
}

fn main() {}
