//! A borrowed string: the value must own what it holds.

use driftless::Contract;

#[derive(Contract)]
struct Order<'a> {
    id: &'a str,
}

fn main() {}
