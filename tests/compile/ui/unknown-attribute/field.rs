//! A key that no field knows, one edit from one that it does.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(lenght(1..=3))]
    id: String,
    #[contract(colour = "red")]
    paint: String,
}

fn main() {}
