//! Two fields that one style makes the same.

use driftless::Contract;

#[derive(Contract)]
#[contract(rename_all = "PascalCase")]
struct Order {
    order_id: String,
    order__id: String,
}

fn main() {}
