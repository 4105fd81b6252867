//! A case style that serde doesn't know either.

use driftless::Contract;

#[derive(Contract)]
#[contract(rename_all = "camel_case")]
struct Order {
    order_id: String,
}

fn main() {}
