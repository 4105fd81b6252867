//! Newtypes that hold nothing but one another; `recursive` is no way out, since there is no value.

use driftless::Contract;

#[derive(Contract)]
struct One(#[contract(recursive)] Box<Two>);

#[derive(Contract)]
struct Two(Option<Box<One>>);

fn main() {}
