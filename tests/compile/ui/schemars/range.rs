//! A rule that only the schema would know.

use driftless::Contract;
use schemars::JsonSchema;

#[derive(Contract, JsonSchema)]
struct Order {
    #[schemars(range(min = 1))]
    quantity: u32,
}

fn main() {}
