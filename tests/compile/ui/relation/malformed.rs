//! A relation without parentheses, and one without any content.

use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Line {
    sku: String,
}

#[derive(Prompt)]
#[prompt(output = Line, user = "{mail}", choices())]
struct Nothing {
    mail: String,
}

#[derive(Prompt)]
#[prompt(output = Line, user = "{mail}", choices = "sku")]
struct Text {
    mail: String,
}

fn main() {}
