//! Rules that no value can break, whatever the type: more was meant.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(pattern = "")]
    id: String,
    #[contract(unique, length(..=1))]
    first: Vec<String>,
}

fn main() {}
