//! A half-open length that ends where it starts, at nothing.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(length(..0))]
    id: String,
}

fn main() {}
