//! A pairing of items where there are none.

use std::collections::BTreeMap;

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(set))]
    name: String,
    #[contract(compare(matching))]
    prices: BTreeMap<String, f64>,
}

fn main() {}
