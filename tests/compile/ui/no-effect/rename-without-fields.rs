//! Case styles for fields, where no variant has any with a name.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind", content = "value", rename_all_fields = "camelCase")]
enum Payment {
    #[contract(rename_all = "camelCase")]
    Cash,
    #[contract(rename_all = "camelCase")]
    Card(String),
}

fn main() {}
