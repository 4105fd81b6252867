//! Some variants with data, some without, and no tag.

use driftless::Contract;

#[derive(Contract)]
enum Payment {
    Cash,
    Card { number: String },
}

fn main() {}
