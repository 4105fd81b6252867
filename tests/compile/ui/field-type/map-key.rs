//! Maps whose keys are no strings.

use driftless::Contract;
use std::collections::{BTreeMap, HashMap};

#[derive(Contract)]
struct Stock {
    by_number: BTreeMap<u32, String>,
}

#[derive(Contract)]
struct Other {
    by_flag: Option<HashMap<bool, f64>>,
}

fn main() {}
