//! A field whose type writes no drafts.

use driftless::Contract;

#[derive(Debug, Clone, Contract)]
struct Line {
    sku: String,
}

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
struct Invoice {
    lines: Vec<Line>,
}

fn main() {}
