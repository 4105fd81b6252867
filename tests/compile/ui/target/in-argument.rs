//! A generic type is judged where its argument is known.

use driftless::Contract;

#[derive(Contract)]
struct Page<T> {
    items: Vec<T>,
}

#[derive(Contract)]
#[contract(targets(openai))]
struct Listing {
    page: Page<driftless::contract::Untyped>,
}

fn main() {}
