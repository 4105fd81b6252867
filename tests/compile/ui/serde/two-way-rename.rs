//! A name for reading and another for writing.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
struct Order {
    #[serde(rename(serialize = "id", deserialize = "orderId"))]
    id: String,
}

fn main() {}
