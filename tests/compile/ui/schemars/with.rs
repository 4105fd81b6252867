//! A schema of another type.

use driftless::Contract;
use schemars::JsonSchema;

#[derive(Contract, JsonSchema)]
struct Order {
    #[schemars(with = "String")]
    quantity: u32,
}

fn main() {}
