//! A range that starts above its end.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(range(10..=1))]
    quantity: u32,
}

fn main() {}
