//! Numbers have no control characters.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(control_characters)]
    count: u8,
}

fn main() {}
