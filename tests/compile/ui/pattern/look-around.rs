//! Look-around and backreferences, which no linear-time engine has.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"^(?=a)")]
    f0: String,
    #[contract(pattern = r"(a)\1")]
    f1: String,
}

fn main() {}
