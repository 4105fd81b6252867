//! Values where there must be none, and none where there must be one.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare)]
    flag: u32,
    #[contract(compare = "exact")]
    value: u32,
    #[contract(compare())]
    nothing: u32,
    #[contract(compare(exact = true))]
    valued: u32,
    #[contract(compare(within))]
    distance: f64,
    #[contract(compare(with = "same"))]
    function: u32,
    #[contract(compare(at_least))]
    bound: String,
}

fn main() {}
