//! Rules that forbid nothing: what they say holds of every value of the type, or another rule says more.

use driftless::Contract;
use std::collections::BTreeSet;

#[derive(Contract)]
enum State {
    Open,
    Closed,
}

#[derive(Contract)]
struct Order {
    #[contract(unique)]
    tags: BTreeSet<String>,
    #[contract(length(3))]
    color: [u8; 3],
    #[contract(multiple_of = 1)]
    count: u32,
    #[contract(range(0..=255))]
    size: u8,
    #[contract(range(0..))]
    price: u64,
    #[contract(one_of = [true, false])]
    paid: bool,
    #[contract(one_of = ["Closed", "Open"])]
    state: Option<State>,
    #[contract(one_of = [1, null])]
    level: Option<u8>,
}

#[derive(Contract)]
struct Other {
    #[contract(pattern = "")]
    id: String,
    #[contract(unique, length(..=1))]
    first: Vec<String>,
    #[contract(pattern = "^[ab]$", one_of = ["a", "b"])]
    letter: String,
}

fn main() {}
