//! A rule that can't apply to the type argument in use.

use driftless::Contract;

#[derive(Contract)]
struct Limited<T> {
    #[contract(length(1..=3))]
    value: T,
}

fn main() {
    let _ = driftless::decode::<Limited<bool>>("{}");
}
