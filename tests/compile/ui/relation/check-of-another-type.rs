//! A check that takes another prompt's answer, and one in quotes.

use driftless::{Contract, Prompt, Violation};

#[derive(Contract)]
struct Line {
    sku: String,
}

#[derive(Prompt)]
#[prompt(output = Line, user = "{mail}", ensure = fine)]
struct ReadOrder {
    mail: String,
}

fn fine(_: &ReadOrder, _: &String) -> Result<(), Violation> {
    Ok(())
}

fn main() {}
