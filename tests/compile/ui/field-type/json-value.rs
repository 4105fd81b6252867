//! Free-form JSON must be asked for by name.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    extra: serde_json::Value,
}

fn main() {}
