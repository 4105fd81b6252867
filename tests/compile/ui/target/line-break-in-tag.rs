//! A tag that a vendor refuses.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind", targets(openai, gemini))]
enum Shape {
    #[contract(rename = "one\ntwo")]
    Two { a: u8 },
    One,
}

fn main() {}
