//! A count below zero.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(length(-1..=3))]
    id: String,
}

fn main() {}
