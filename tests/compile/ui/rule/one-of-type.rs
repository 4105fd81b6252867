//! A listed value that the type doesn't have.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(one_of = [1, "two"])]
    quantity: u8,
    #[contract(one_of = [100, 300])]
    percent: u8,
}

fn main() {}
