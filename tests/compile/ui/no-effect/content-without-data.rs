//! A key for data that no variant carries.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind", content = "data")]
enum Event {
    Opened,
    Closed,
}

fn main() {}
