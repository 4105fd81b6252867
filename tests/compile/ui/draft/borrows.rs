//! A draft of a type that borrows.

use driftless::Contract;

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
struct Quote<'a> {
    text: &'a str,
}

fn main() {}
