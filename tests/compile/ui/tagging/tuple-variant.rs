//! A variant with two values.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind", content = "data")]
enum Shape {
    Empty,
    Line(f64, f64),
}

fn main() {}
