//! A length on what has none.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(length(1..=3))]
    quantity: u32,
}

fn main() {}
