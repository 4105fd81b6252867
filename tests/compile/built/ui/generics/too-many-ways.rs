//! Types with parameters, each of which holds the one below twice: what the compiler goes through doubles with each.

use driftless::Contract;

#[derive(Contract)]
struct Pair<T> {
    left: Option<Box<T>>,
    right: Vec<T>,
}

type Four<T> = Pair<Pair<Pair<Pair<T>>>>;

#[derive(Contract)]
struct Top {
    pairs: Four<Four<Four<Four<Four<Four<u8>>>>>>,
}

fn main() {}
