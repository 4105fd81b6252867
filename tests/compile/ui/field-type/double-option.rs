//! Two options, one `null`.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    note: Option<Option<String>>,
}

fn main() {}
