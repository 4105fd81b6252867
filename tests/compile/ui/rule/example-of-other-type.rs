//! Examples that are no value of the type.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(example = 3)]
    id: String,
    #[contract(example = null)]
    quantity: u32,
    #[contract(example = ["a", 1])]
    tags: Vec<String>,
}

fn main() {}
