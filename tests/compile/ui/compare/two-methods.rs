//! Two things said where one can hold.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(exact, token_f1))]
    name: String,
    #[contract(compare(set, ordered))]
    tags: Vec<String>,
    #[contract(compare(informative, ignore))]
    note: String,
    #[contract(compare(edit, edit))]
    title: String,
    #[contract(compare(exact), compare(informative))]
    city: String,
    #[contract(compare(edit, at_least = 0.7, at_least = 0.8))]
    street: String,
}

#[derive(Contract)]
#[contract(compare(exact))]
struct Sku(#[contract(compare(edit))] String);

fn main() {}
