//! Numbers on what has none, and beside what says the name.

use driftless::Contract;

#[derive(Contract)]
#[contract(numbers)]
struct Struct {
    a: u8,
}

#[derive(Contract)]
#[contract(numbers)]
enum None {
    Low,
    High,
}

#[derive(Contract)]
#[contract(numbers, rename_all = "snake_case")]
enum Named {
    Low = 1,
    #[contract(rename = "high")]
    High = 2,
}

#[derive(Contract)]
#[contract(numbers)]
enum Data {
    Low,
    High(u8),
}

fn main() {}
