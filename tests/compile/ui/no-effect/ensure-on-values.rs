//! A check of an enum whose values all stand in its declaration.

use driftless::{Contract, Violation};

#[derive(Contract)]
#[contract(ensure = is_open)]
enum State {
    Open,
    Closed,
}

fn is_open(of: &State) -> Result<(), Violation> {
    match of {
        State::Open => Ok(()),
        State::Closed => Err(Violation::new("an open state")),
    }
}

fn main() {}
