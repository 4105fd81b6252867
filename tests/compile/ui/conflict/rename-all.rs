//! serde and contract rename in different styles.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
#[serde(rename_all = "camelCase")]
#[contract(rename_all = "kebab-case")]
struct Order {
    order_id: String,
}

fn main() {}
