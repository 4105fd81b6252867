//! A pattern whose compiled form explodes.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"((a{100}){100}){100}")]
    f0: String,
}

fn main() {}
