//! A variant's only value has no place for rules.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind", content = "data")]
enum Event {
    Text(#[contract(length(1..=3), example = "a", ensure = check)] String),
    Ping,
}

fn check(_: &str) -> Result<(), driftless::Violation> {
    Ok(())
}

fn main() {}
