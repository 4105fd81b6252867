//! The same behind an alias and inside a list.

use driftless::Contract;

type Maybe<T> = Option<T>;

#[derive(Contract)]
struct Order {
    notes: Vec<Maybe<Option<String>>>,
}

fn main() {}
