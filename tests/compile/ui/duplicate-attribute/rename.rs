//! One key, two names.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(rename = "a", rename = "b")]
    id: String,
}

fn main() {}
