//! A key that no type knows.

use driftless::Contract;

#[derive(Contract)]
#[contract(renameall = "camelCase")]
struct Order {
    id: String,
}

fn main() {}
