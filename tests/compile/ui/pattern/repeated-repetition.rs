//! Repetitions of what can't be repeated.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"a**")]
    f0: String,
    #[contract(pattern = r"^*")]
    f1: String,
}

fn main() {}
