//! A stream of an output that has no drafts.

use driftless::{Ask, Contract, Plan};

#[derive(Debug, Clone, Contract)]
struct Mood {
    happy: bool,
}

fn show(plan: &Plan<Ask<Mood>>) {
    let _stream = plan.stream(Ask::new("The mood of: Hooray!"));
}

fn main() {}
