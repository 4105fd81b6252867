//! A type that contains itself, for a vendor that takes none.

use driftless::Contract;

#[derive(Contract)]
#[contract(targets(openai, anthropic))]
struct Node {
    value: u32,
    children: Vec<Node>,
}

fn main() {}
