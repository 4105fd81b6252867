//! Keys of what has no key.

use driftless::Contract;

#[derive(Contract)]
struct Id(#[contract(optional, rename = "id", describe = "text")] Option<String>);

fn main() {}
