//! Ranges that are not written as one.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(range(5))]
    a: u32,
    #[contract(range(low = 5))]
    b: u32,
    #[contract(range(min = 1, exclusive_min = 2))]
    c: u32,
    #[contract(range("a"..="b"))]
    d: u32,
    #[contract(range(1..=10 5))]
    e: u32,
    #[contract(range(max = 170141183460469231731687303715884105728))]
    f: i128,
    #[contract(one_of(1, =))]
    g: u32,
}

fn main() {}
