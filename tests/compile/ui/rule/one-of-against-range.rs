//! A listed value that another rule forbids.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(range(1..=10), one_of = [5, 50])]
    quantity: u32,
}

fn main() {}
