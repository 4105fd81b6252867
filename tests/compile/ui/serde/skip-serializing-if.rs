//! A key that may be missing in one direction only.

use driftless::Contract;
use serde::Serialize;

#[derive(Contract, Serialize)]
struct Order {
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

fn main() {}
