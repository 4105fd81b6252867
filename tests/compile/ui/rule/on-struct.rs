//! Rules belong on fields.

use driftless::Contract;

#[derive(Contract)]
#[contract(length(1..=3), example = "a")]
struct Order {
    id: String,
}

fn main() {}
