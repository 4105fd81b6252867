//! A rule on the newtype and on its field.

use driftless::Contract;

#[derive(Contract)]
#[contract(length(1..=3))]
struct Id(#[contract(length(2..=4))] String);

fn main() {}
