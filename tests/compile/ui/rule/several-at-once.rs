//! Every mistake of an item is told in one go.

use driftless::Contract;

#[derive(Contract)]
#[contract(rename_all = "upper")]
struct Order {
    #[contract(length(5..=3))]
    id: String,
    #[contract(pattern = "(")]
    sku: String,
    #[contract(formt = "email")]
    mail: String,
    #[contract(range(1..1))]
    quantity: u32,
}

fn main() {}
