//! The same rule twice, in two attributes.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(length(1..=3))]
    #[contract(length(2..=4))]
    id: String,
}

fn main() {}
