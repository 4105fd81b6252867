//! An enum each of whose variants holds another.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind")]
enum Tree {
    Left { inner: Box<Tree> },
    Right { inner: Box<Self> },
}

fn main() {}
