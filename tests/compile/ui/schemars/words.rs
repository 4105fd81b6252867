//! Words that only the schema would know.

use driftless::Contract;
use schemars::JsonSchema;

#[derive(Contract, JsonSchema)]
#[schemars(title = "An order", extend("x-a" = 1))]
struct Order {
    #[schemars(description = "how many")]
    quantity: u32,
}

fn main() {}
