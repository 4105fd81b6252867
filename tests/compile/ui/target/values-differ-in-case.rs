//! Values that a vendor's change of case would mix up.

use driftless::Contract;

#[derive(Contract)]
#[contract(targets(openai, anthropic))]
struct Power {
    unit: Unit,
}

#[derive(Contract)]
enum Unit {
    #[contract(rename = "M")]
    Mega,
    #[contract(rename = "m")]
    Milli,
}

#[derive(Contract)]
#[contract(targets(anthropic))]
struct Listed {
    #[contract(one_of = ["mW", "MW"])]
    unit: String,
}

fn main() {}
