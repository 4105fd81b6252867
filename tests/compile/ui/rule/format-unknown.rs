//! Formats that JSON Schema doesn't know.

use driftless::Contract;

#[derive(Contract)]
struct Visit {
    #[contract(format = "datetime")]
    at: String,
    #[contract(format = "iban")]
    account: String,
}

fn main() {}
