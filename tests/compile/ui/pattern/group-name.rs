//! Names of groups that only Rust's regex takes.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"(?<a.b>x)")]
    f0: String,
    #[contract(pattern = r"(?<a[0]>x)")]
    f1: String,
}

fn main() {}
