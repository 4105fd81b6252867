//! A distance between texts.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(within = 0.01))]
    name: String,
    #[contract(compare(within = "1%"))]
    totals: Vec<Option<f64>>,
}

fn main() {}
