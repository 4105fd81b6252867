//! A check is a function.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(ensure = |id: &str| Ok(()))]
    id: String,
}

fn main() {}
