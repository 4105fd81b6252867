//! A generic type that contains itself with other arguments than its own.

use driftless::Contract;

#[derive(Contract)]
struct Tree<T = u8> {
    value: T,
    children: Vec<Tree>,
    names: Vec<self::Tree<String>>,
}

fn main() {}
