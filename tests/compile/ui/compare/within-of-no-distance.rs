//! Distances that leave no room, or all.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(within = 0))]
    exactly: f64,
    #[contract(compare(within = -0.5))]
    below: f64,
    #[contract(compare(within = "1"))]
    bare: f64,
    #[contract(compare(within = "250%"))]
    everything: f64,
}

fn main() {}
