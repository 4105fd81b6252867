//! A key may be missing only where `None` can say so.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(optional)]
    note: String,
}

fn main() {}
