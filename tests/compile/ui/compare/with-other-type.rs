//! Functions over other types.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(with = alike))]
    pieces: u32,
    #[contract(compare(with = equal))]
    name: String,
}

fn alike(_: &String, _: &String) -> f64 {
    1.0
}

fn equal(one: &str, other: &str) -> bool {
    one == other
}

fn main() {}
