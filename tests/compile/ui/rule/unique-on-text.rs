//! Distinct items of what has no items.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(unique)]
    id: String,
}

fn main() {}
