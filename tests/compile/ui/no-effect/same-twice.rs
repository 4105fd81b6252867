//! Repeatable keys that say the same again.

use driftless::{Contract, Violation};

#[derive(Contract)]
#[contract(ensure = fits, ensure = fits)]
struct Order {
    #[contract(example = "a", example = "b", example = "a")]
    id: String,
    #[contract(ensure = is_small, ensure = is_small)]
    count: u32,
}

fn fits(_: &Order) -> Result<(), Violation> {
    Ok(())
}

fn is_small(_: &u32) -> Result<(), Violation> {
    Ok(())
}

fn main() {}
