//! A range in which no multiple lies.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(range(1..=9), multiple_of = 10)]
    pack: u32,
}

fn main() {}
