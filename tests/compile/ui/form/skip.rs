//! Skipped fields that say more, have no value, or leave nothing.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    sku: String,
    #[contract(skip = 0, range(0..=9))]
    pieces: u8,
    #[contract(skip)]
    revision: u8,
}

#[derive(Contract)]
struct Nothing {
    #[contract(skip = 0)]
    pieces: u8,
}

#[derive(Contract)]
struct Newtype(#[contract(skip = 0)] u8);

#[derive(Contract)]
#[contract(tag = "kind")]
enum Tagged {
    One {
        #[contract(skip = 0)]
        pieces: u8,
    },
}

fn main() {}
