//! `transparent` on a struct with named fields.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
#[serde(transparent)]
struct Id {
    text: String,
}

fn main() {}
