//! A pattern on a number.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(pattern = "^[0-9]+$")]
    quantity: u32,
}

fn main() {}
