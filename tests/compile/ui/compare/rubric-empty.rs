//! A judge who is asked nothing.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(rubric = " "))]
    note: String,
}

fn main() {}
