//! A length that starts above its end.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(length(5..=3))]
    id: String,
}

fn main() {}
