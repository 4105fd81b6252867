//! Data that can't lie beside a tag.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind")]
enum Payment {
    Cash,
    Check(u32),
}

fn main() {}
