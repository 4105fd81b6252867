//! A struct that holds itself.

use driftless::Contract;

#[derive(Contract)]
struct Node {
    value: u32,
    next: Box<Node>,
}

fn main() {}
