//! `untagged` guesses.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
#[serde(untagged)]
enum Id {
    Number { number: u32 },
    Text { text: String },
}

fn main() {}
