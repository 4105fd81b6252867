//! A format on a list.

use driftless::Contract;

#[derive(Contract)]
struct Visit {
    #[contract(format = "email")]
    guests: Vec<String>,
}

fn main() {}
