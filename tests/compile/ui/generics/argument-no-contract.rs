//! A type argument that is no contract type.

use driftless::Contract;

#[derive(Contract)]
struct Page<T> {
    items: Vec<T>,
}

struct Row;

fn main() {
    let _ = driftless::decode::<Page<Row>>("{}");
}
