//! Examples that would teach the model to break the contract.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(length(..=3), example = "abcd")]
    id: String,
    #[contract(range(1..=10), example = 5, example = 11)]
    quantity: u32,
    #[contract(pattern = "^[A-Z]{3}$", example = "ab")]
    sku: String,
    #[contract(unique, example = ["a", "a"])]
    tags: Vec<String>,
    #[contract(multiple_of = 0.05, example = 0.12)]
    price: f64,
}

fn main() {}
