//! After an error, the type still counts as a contract: no second error at its use.

use driftless::Contract;

#[derive(Contract)]
struct Order<T> {
    #[contract(length(5..=3))]
    id: T,
}

fn main() {
    let _ = driftless::decode::<Order<String>>("{}");
}
