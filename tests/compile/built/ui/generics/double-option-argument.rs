//! Two options, one of them by argument.

use driftless::Contract;

#[derive(Contract)]
struct Maybe<T> {
    value: Option<T>,
}

fn main() {
    let _ = driftless::decode::<Maybe<Option<u32>>>("{}");
}
