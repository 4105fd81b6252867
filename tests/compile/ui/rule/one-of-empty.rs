//! A list that allows nothing, and one that repeats itself.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(one_of = [])]
    a: u32,
    #[contract(one_of(1, 2, 1))]
    b: u32,
}

fn main() {}
