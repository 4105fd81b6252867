//! A pairing of items that are compared as one.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(set, with = alike))]
    tags: Vec<String>,
    #[contract(compare(rubric = "same steps", ordered))]
    steps: Vec<String>,
}

fn alike(_: &[String], _: &[String]) -> f64 {
    1.0
}

fn main() {}
