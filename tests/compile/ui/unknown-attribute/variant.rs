//! A key that no variant knows.

use driftless::Contract;

#[derive(Contract)]
enum Kind {
    #[contract(alias = "big")]
    Large,
    Small,
}

fn main() {}
