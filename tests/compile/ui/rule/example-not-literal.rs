//! An example that is not known while compiling.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(example = String::new())]
    id: String,
}

fn main() {}
