//! Rules that leave no value, or none but 0.

use driftless::Contract;
use std::collections::BTreeSet;

#[derive(Contract)]
struct Order {
    #[contract(unique, length(3..))]
    answers: Vec<bool>,
    #[contract(length(4..))]
    others: BTreeSet<Option<bool>>,
    #[contract(range(exclusive_min = 1, exclusive_max = 2))]
    count: Option<u8>,
    #[contract(multiple_of = 1000)]
    size: u8,
}

#[derive(Contract)]
struct Other {
    #[contract(format = "uuid", length(..=10))]
    id: String,
    #[contract(range(0.5..=0.7), multiple_of = 0.4)]
    share: f64,
}

fn main() {}
