//! A fraction on an integer.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(multiple_of = 0.5)]
    pack: u32,
}

fn main() {}
