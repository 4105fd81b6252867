//! Free-form JSON, for vendors that take none; the third does.

use driftless::Contract;

#[derive(Contract)]
#[contract(targets(openai, anthropic, gemini))]
struct Order {
    extra: driftless::contract::Untyped,
}

fn main() {}
