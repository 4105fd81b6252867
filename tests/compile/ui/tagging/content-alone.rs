//! Content without a tag.

use driftless::Contract;

#[derive(Contract)]
#[contract(content = "data")]
enum Payment {
    Cash,
    Card(String),
}

fn main() {}
