//! A field that is not compared, and how.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(ignore, edit, at_least = 0.9))]
    note: String,
}

fn main() {}
