//! Python's spelling of a named group.

use driftless::Contract;

#[derive(Contract)]
struct Text {
    #[contract(pattern = r"(?P<year>[0-9]{4})")]
    f0: String,
}

fn main() {}
