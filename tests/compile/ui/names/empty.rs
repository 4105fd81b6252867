//! A key without a name.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(rename = "")]
    id: String,
}

fn main() {}
