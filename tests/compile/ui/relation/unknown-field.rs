//! A path that leads nowhere.

use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Order {
    lines: Vec<Line>,
}

#[derive(Contract)]
struct Line {
    sku: String,
}

#[derive(Prompt)]
#[prompt(output = Order, user = "{mail}", choices(lines.*.skus = catalogue))]
struct ReadOrder {
    mail: String,
    catalogue: Vec<String>,
}

fn main() {}
