//! Word boundaries that only Rust has.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"\b{start}abc")]
    f0: String,
    #[contract(pattern = r"\<abc")]
    f1: String,
}

fn main() {}
