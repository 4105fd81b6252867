//! A type with parameters can't be judged by itself.

use driftless::Contract;

#[derive(Contract)]
#[contract(targets(openai))]
struct Page<T> {
    items: Vec<T>,
}

fn main() {}
