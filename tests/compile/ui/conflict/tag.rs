//! serde and contract name the tag differently.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
#[serde(tag = "type")]
#[contract(tag = "kind")]
enum Payment {
    Cash { amount: u32 },
    Card { number: String },
}

fn main() {}
