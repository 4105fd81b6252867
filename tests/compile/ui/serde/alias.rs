//! `alias` gives one thing two names.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
struct Order {
    #[serde(alias = "number")]
    id: String,
}

fn main() {}
