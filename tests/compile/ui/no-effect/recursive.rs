//! A way back from where no way leads on.

use driftless::Contract;

#[derive(Contract)]
struct Order {
    #[contract(recursive)]
    id: String,
    #[contract(recursive)]
    sizes: Vec<Option<u32>>,
}

fn main() {}
