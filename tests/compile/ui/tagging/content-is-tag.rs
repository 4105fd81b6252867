//! Tag and content with one name.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind", content = "kind")]
enum Payment {
    Cash,
    Card(String),
}

fn main() {}
