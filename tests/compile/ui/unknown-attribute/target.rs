//! A vendor that has no dialect.

use driftless::Contract;

#[derive(Contract)]
#[contract(targets(openai, llama))]
struct Order {
    id: String,
}

fn main() {}
