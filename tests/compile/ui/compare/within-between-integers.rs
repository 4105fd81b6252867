//! A distance that no two integers have.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(within = 0.5))]
    pieces: u32,
    #[contract(compare(within = 2))]
    boxes: u32,
}

fn main() {}
