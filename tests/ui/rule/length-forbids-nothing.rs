//! A length that every text has.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(length(0..))]
    id: String,
}

fn main() {}
