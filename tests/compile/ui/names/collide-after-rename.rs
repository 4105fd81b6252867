//! Two fields with one key.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    id: String,
    #[contract(rename = "id")]
    number: u32,
}

fn main() {}
