//! Only numbers above zero have multiples.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(multiple_of = 0)]
    pack: u32,
    #[contract(multiple_of = -5)]
    change: i32,
}

fn main() {}
