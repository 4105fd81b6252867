//! A program that is built and run: the cases beside it are refused for what they say.

use driftless::Contract;

#[derive(Contract)]
struct Maybe<T> {
    value: Option<T>,
}

fn main() {
    assert!(driftless::decode::<Maybe<u32>>("{\"value\":1}").is_ok());
}
