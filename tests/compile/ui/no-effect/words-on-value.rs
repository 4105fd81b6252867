//! Doc comments where the value has no words of its own: no model would read them.

use driftless::Contract;

#[derive(Contract)]
struct Sku(
    /// Three letters.
    String,
);

#[derive(Contract)]
#[contract(tag = "kind", content = "value")]
enum Payment {
    Card(
        /// The last four digits.
        String,
    ),
}

fn main() {}
