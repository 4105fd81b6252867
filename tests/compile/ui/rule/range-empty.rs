//! Equal ends, one of them excluded.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(range(5..5))]
    quantity: u32,
    #[contract(range(exclusive_min = 0.5, max = 0.5))]
    weight: f64,
}

fn main() {}
