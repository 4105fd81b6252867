//! Set operations and nested classes.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"[a-z&&[^aeiou]]")]
    f0: String,
    #[contract(pattern = r"[a[bc]]")]
    f1: String,
}

fn main() {}
