//! `default` fills in what the model left out.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
struct Order {
    #[serde(default)]
    quantity: u32,
}

fn main() {}
