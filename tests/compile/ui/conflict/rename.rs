//! serde and contract name a field differently.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
struct Order {
    #[serde(rename = "orderId")]
    #[contract(rename = "order_no")]
    id: String,
}

fn main() {}
