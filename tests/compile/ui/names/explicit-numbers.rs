//! Numbers of variants, which no model sees.

use driftless::Contract;

#[derive(Contract)]
enum Level {
    Low = 1,
    High = 2,
}

fn main() {}
