//! A bound for values that agree or don't.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(compare(exact, at_least = 0.9))]
    name: String,
    #[contract(pattern = "^[A-Z]+$", compare(at_least = 0.9))]
    code: String,
}

fn main() {}
