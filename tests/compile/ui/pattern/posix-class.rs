//! POSIX classes.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"[[:alpha:]]")]
    f0: String,
}

fn main() {}
