//! Methods that do not exist.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(normalised))]
    name: String,
    #[contract(compare(fuzzy))]
    note: String,
}

fn main() {}
