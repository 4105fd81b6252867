//! A contract owns its data.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
struct Order<'a> {
    #[serde(borrow)]
    id: std::borrow::Cow<'a, str>,
}

fn main() {}
