//! Examples that break a rule which stands on the field's type.

use driftless::Contract;

#[derive(Contract)]
#[contract(length(3..=5))]
struct Sku(String);

#[derive(Contract)]
#[contract(range(0..=100))]
struct Percent(f64);

#[derive(Contract)]
struct Order {
    #[contract(example = "AB")]
    sku: Sku,
    #[contract(example = ["ABC", "ABCDEF"])]
    others: Vec<Sku>,
    #[contract(example = 100.5, example = 99.5)]
    discount: Option<Percent>,
    #[contract(one_of = [10, 110])]
    tax: Percent,
    #[contract(example = ["a", "a"])]
    tags: std::collections::BTreeSet<String>,
}

fn main() {}
