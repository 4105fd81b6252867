//! Characters that ECMA-262 wants escaped.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"a]")]
    f0: String,
    #[contract(pattern = r"a}")]
    f1: String,
    #[contract(pattern = r"[\w-.]")]
    f2: String,
}

fn main() {}
