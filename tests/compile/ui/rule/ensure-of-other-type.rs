//! A check that takes another type.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(ensure = is_even)]
    id: String,
}

fn is_even(_: &u32) -> Result<(), driftless::Violation> {
    Ok(())
}

fn main() {}
