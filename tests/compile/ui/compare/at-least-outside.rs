//! Bounds that no score has.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(token_f1, at_least = 1.5))]
    name: String,
    #[contract(compare(edit, at_least = 0))]
    note: String,
    #[contract(compare(edit, at_least = "80%"))]
    title: String,
}

fn main() {}
