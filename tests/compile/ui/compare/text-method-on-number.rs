//! Methods of text on other types.

use driftless::Contract;

#[derive(Contract)]
enum Colour {
    Red,
}

#[derive(Contract)]
struct Order {
    #[contract(compare(token_f1))]
    pieces: u32,
    #[contract(compare(edit, at_least = 0.9))]
    colour: Colour,
    #[contract(compare(normalized))]
    names: Vec<String>,
}

fn main() {}
