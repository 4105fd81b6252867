//! Ends that the integer type can't hold.

use driftless::Contract;

#[derive(Contract)]
struct Color {
    #[contract(range(0..=256))]
    red: u8,
    #[contract(range(-1..))]
    green: u8,
}

fn main() {}
