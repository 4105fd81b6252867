//! A fraction on an integer.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(range(0.5..=10))]
    quantity: u32,
}

fn main() {}
