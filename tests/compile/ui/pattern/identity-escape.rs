//! Escapes that ECMA-262 refuses.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"\-")]
    f0: String,
    #[contract(pattern = r"\#")]
    f1: String,
    #[contract(pattern = r"\a")]
    f2: String,
    #[contract(pattern = r"\x{41}")]
    f3: String,
    #[contract(pattern = r"[a\&]")]
    f4: String,
}

fn main() {}
