//! The same for a whole struct.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize, Default)]
#[serde(default)]
struct Order {
    quantity: u32,
}

fn main() {}
