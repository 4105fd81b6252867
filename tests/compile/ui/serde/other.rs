//! `other` takes in what nobody declared.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
enum Currency {
    Usd,
    #[serde(other)]
    Unknown,
}

fn main() {}
