//! A tuple as a field.

use driftless::Contract;

#[derive(Contract)]
struct Line {
    ends: (f64, f64),
}

fn main() {}
