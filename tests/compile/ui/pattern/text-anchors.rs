//! Anchors of Rust.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"\Aabc\z")]
    f0: String,
}

fn main() {}
