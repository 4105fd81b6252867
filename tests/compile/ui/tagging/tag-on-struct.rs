//! A tag on what has no variants.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind", rename_all_fields = "camelCase")]
struct Order {
    id: String,
}

fn main() {}
