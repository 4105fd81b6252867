//! A tuple struct with more than one field.

use driftless::Contract;

#[derive(Contract)]
struct Point(f64, f64);

fn main() {}
