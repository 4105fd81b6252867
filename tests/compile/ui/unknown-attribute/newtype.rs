//! A rule and an example that are misspelt, on a newtype.

use driftless::Contract;

#[derive(Contract)]
#[contract(lenght(1..=8), examples = "a")]
struct Sku(String);

fn main() {}
