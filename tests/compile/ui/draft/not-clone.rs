//! A type with drafts whose values can't be cloned.

use driftless::Contract;

#[derive(Debug, Contract)]
#[contract(draft)]
struct Mood {
    happy: bool,
}

fn main() {}
