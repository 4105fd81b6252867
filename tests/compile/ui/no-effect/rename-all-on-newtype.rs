//! A newtype has no keys: serde takes `rename_all` there and does nothing.

use driftless::Contract;

#[derive(Contract)]
#[contract(rename_all = "camelCase")]
struct Sku(String);

#[derive(serde::Serialize, Contract)]
#[serde(rename_all = "camelCase")]
struct Code(String);

fn main() {}
