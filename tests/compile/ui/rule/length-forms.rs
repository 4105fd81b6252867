//! Lengths that are not written as one.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(length)]
    a: String,
    #[contract(length = 3)]
    b: String,
    #[contract(length())]
    c: String,
    #[contract(length(..))]
    d: String,
    #[contract(length(1..=LAST))]
    e: String,
    #[contract(length(1..=10, 3))]
    f: String,
    #[contract(length(1..=))]
    g: String,
    #[contract(length(equal = 3))]
    h: String,
    #[contract(length(max = 3, max = 4))]
    i: String,
    #[contract(length(min = 1, 5))]
    j: String,
    #[contract(length(min = 5, max = 3))]
    k: String,
}

fn main() {}
