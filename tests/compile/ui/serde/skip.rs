//! `skip` and its kin leave out what the contract carries.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
struct Order {
    #[serde(skip)]
    cache: u32,
    #[serde(skip_deserializing)]
    other: u32,
}

fn main() {}
