//! A whole object, an enum, a date for a quotation, and a number for one.

use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Order {
    line: Line,
    level: Level,
    done: bool,
    pieces: u32,
}

#[derive(Contract)]
struct Line {
    sku: String,
}

#[derive(Contract)]
enum Level {
    Low,
    High,
}

#[derive(Prompt)]
#[prompt(
    output = Order,
    user = "{mail}",
    choices(line = catalogue, level = catalogue, done = catalogue),
    quotes(pieces = mail)
)]
struct ReadOrder {
    mail: String,
    catalogue: Vec<String>,
}

fn main() {}
