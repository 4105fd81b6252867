//! An attribute without parentheses, and one with nothing between entries.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract]
    id: String,
    #[contract(unique length(1..))]
    tags: Vec<String>,
    #[contract(= 3)]
    third: String,
    #[contract(optional, "doc")]
    fourth: Option<String>,
    #[contract(describe = )]
    fifth: String,
}

fn main() {}
