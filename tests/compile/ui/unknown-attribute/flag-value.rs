//! Flags that are given a value.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(unique = true)]
    tags: Vec<String>,
    #[contract(optional("yes"))]
    note: Option<String>,
    #[contract(rename)]
    id: String,
}

fn main() {}
