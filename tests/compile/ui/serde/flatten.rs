//! `flatten` mixes two types' keys.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
struct Page {
    number: u32,
}

#[derive(Contract, Deserialize)]
struct List {
    #[serde(flatten)]
    page: Page,
}

fn main() {}
