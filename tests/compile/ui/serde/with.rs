//! `with` changes the wire form behind the contract's back.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
struct Order {
    #[serde(deserialize_with = "lenient")]
    quantity: u32,
}

fn lenient<'de, D: serde::Deserializer<'de>>(of: D) -> Result<u32, D::Error> {
    u32::deserialize(of)
}

fn main() {}
