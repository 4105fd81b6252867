//! A length that no array of this type has.

use driftless::Contract;

#[derive(Contract)]
struct Color {
    #[contract(length(4..))]
    channels: [u8; 3],
}

fn main() {}
