//! A field whose type is no contract type: one error, on the type.

use driftless::Contract;

struct Customer;

#[derive(Contract)]
struct Order {
    customer: Customer,
}

fn main() {}
