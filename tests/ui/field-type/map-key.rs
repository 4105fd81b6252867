//! A map whose keys are no strings.

use driftless::Contract;

#[derive(Contract)]
struct Stock {
    by_number: std::collections::BTreeMap<u32, String>,
}

fn main() {}
