//! Variants with data and no tag.

use driftless::Contract;

#[derive(Contract)]
enum Payment {
    Card { number: String },
    Transfer { iban: String },
}

fn main() {}
