//! Flags that stand twice, and a target that does.

use driftless::Contract;

#[derive(Contract)]
#[contract(targets(openai, openai))]
struct Order {
    #[contract(optional, optional)]
    id: Option<String>,
}

fn main() {}
