//! Keys as other crates and JSON Schema have them.

use driftless::Contract;

#[derive(Contract)]
#[contract(title = "Order")]
struct Order {
    #[contract(description = "In US dollars.", minimum = 0)]
    price: f64,
    #[contract(max_length = 10, regex = "^[A-Z]+$")]
    sku: String,
    #[contract(enum = ["a", "b"], default = "a")]
    kind: String,
}

fn main() {}
