//! A comparison of a whole type.

use driftless::Contract;

#[derive(Contract)]
#[contract(compare(exact))]
struct Order {
    note: String,
}

#[derive(Contract)]
enum Colour {
    #[contract(compare(exact))]
    Red,
}

fn main() {}
