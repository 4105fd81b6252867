//! A path that forgets a list, one that stops at it, and one that sees a list where there is none.

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
#[prompt(
    output = Order,
    user = "{mail}",
    choices(lines.sku = catalogue, lines = catalogue, lines.*.* = catalogue)
)]
struct ReadOrder {
    mail: String,
    catalogue: Vec<String>,
}

fn main() {}
