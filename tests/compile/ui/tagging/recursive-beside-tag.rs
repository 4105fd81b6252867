//! The value of an internally tagged variant, marked so that nobody may ask for its keys.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind")]
enum Node {
    Leaf,
    Branch(#[contract(recursive)] Box<Branch>),
}

#[derive(Contract)]
struct Branch {
    kind: String,
    nodes: Vec<Node>,
}

fn main() {}
