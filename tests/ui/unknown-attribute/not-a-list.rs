//! An attribute without parentheses, and one with nothing between entries.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract]
    id: String,
    #[contract(unique length(1..))]
    tags: Vec<String>,
}

fn main() {}
