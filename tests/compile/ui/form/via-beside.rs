//! Attributes without effect beside a conversion.

use driftless::Contract;

#[derive(Clone, Contract)]
#[contract(via = String, name = "code")]
struct Code(#[contract(length(1..))] String);

fn main() {}
