//! Structs that say nothing.

use driftless::Contract;

#[derive(Contract)]
struct Nothing;

#[derive(Contract)]
struct Braces {}

#[derive(Contract)]
struct Parens();

fn main() {}
