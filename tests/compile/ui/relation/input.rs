//! Inputs that aren't there, that no model reads, and that stand twice.

use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Line {
    sku: String,
    reason: String,
}

#[derive(Prompt)]
#[prompt(
    output = Line,
    user = "{mail}",
    choices(sku = catalog, sku = catalogue),
    quotes(reason = secret)
)]
struct ReadOrder {
    mail: String,
    catalogue: Vec<String>,
    secret: String,
}

fn main() {}
