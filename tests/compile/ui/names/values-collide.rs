//! Two variants with one name.

use driftless::Contract;

#[derive(Contract)]
#[contract(rename_all = "lowercase")]
enum Level {
    LowLevel,
    Lowlevel,
}

fn main() {}
