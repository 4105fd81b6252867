//! Regular expressions that are none.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = "(")]
    f0: String,
    #[contract(pattern = r"[a-")]
    f1: String,
    #[contract(pattern = r"a{2,1}")]
    f2: String,
}

fn main() {}
