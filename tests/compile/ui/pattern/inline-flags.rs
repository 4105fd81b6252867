//! Flags that ECMA-262 has elsewhere.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"(?i)abc")]
    f0: String,
    #[contract(pattern = r"(?i:abc)")]
    f1: String,
}

fn main() {}
