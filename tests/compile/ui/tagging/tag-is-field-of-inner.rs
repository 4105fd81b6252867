//! The same inside a newtype variant.

use driftless::Contract;

#[derive(Contract)]
struct Card {
    kind: String,
}

#[derive(Contract)]
#[contract(tag = "kind")]
enum Payment {
    Cash,
    Card(Card),
}

fn main() {}
