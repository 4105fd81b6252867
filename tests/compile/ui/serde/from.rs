//! `from` and `try_from` take another type's wire form.

use driftless::Contract;
use serde::Deserialize;

#[derive(Contract, Deserialize)]
#[serde(from = "String")]
struct Id(String);

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self(text)
    }
}

fn main() {}
