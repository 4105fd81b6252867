//! A field with the tag's name.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind")]
enum Payment {
    Cash,
    Card { kind: String },
}

fn main() {}
