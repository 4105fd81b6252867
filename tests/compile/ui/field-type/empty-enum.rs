//! An enum without variants.

use driftless::Contract;

#[derive(Contract)]
enum Never {}

fn main() {}
