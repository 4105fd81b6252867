//! The same inside a list, with a rule beside it.

use driftless::Contract;

struct Tag;

#[derive(Contract)]
struct Order {
    #[contract(length(1..))]
    tags: Vec<Tag>,
    #[contract(optional)]
    main: Option<Tag>,
}

fn main() {}
