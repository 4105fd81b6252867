//! A `null` in the list would be none of its values, or one that holds nothing.

#[derive(driftless::Contract)]
struct Values(Option<Vec<Option<Values>>>);

fn main() {}
