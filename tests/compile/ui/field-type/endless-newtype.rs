//! Newtypes that hold nothing but themselves.

use driftless::Contract;

#[derive(Contract)]
struct Boxed(Box<Boxed>);

#[derive(Contract)]
struct Maybe(Option<Box<Maybe>>);

fn main() {}
