//! Properties that are not general categories.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"\p{Greek}")]
    f0: String,
    #[contract(pattern = r"\pL")]
    f1: String,
    #[contract(pattern = r"\p{sc=Latin}")]
    f2: String,
}

fn main() {}
