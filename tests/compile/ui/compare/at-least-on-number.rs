//! A bound on a type without scores.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(at_least = 0.9))]
    pieces: u32,
    #[contract(compare(at_least = 0.9))]
    lines: Vec<u32>,
}

fn main() {}
