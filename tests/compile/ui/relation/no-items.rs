//! Choices from what has no items.

use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Line {
    sku: String,
}

#[derive(Prompt)]
#[prompt(output = Line, user = "{mail}", choices(sku = catalogue))]
struct ReadOrder {
    mail: String,
    catalogue: u32,
}

fn main() {}
