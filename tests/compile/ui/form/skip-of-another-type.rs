//! A skipped field whose value is of another type.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    sku: String,
    #[contract(skip = "no")]
    pieces: u8,
}

fn main() {}
