//! Two values that a model can't tell apart for sure.

use driftless::Contract;

#[derive(Contract)]
enum Unit {
    #[contract(rename = "M")]
    Mega,
    #[contract(rename = "m")]
    Milli,
}

fn main() {}
