//! A range on a string.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(range(1..=3))]
    id: String,
}

fn main() {}
