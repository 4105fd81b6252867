//! A rehearsal in a program whose feature `rehearsal` is off.

use driftless::{Ask, Contract, Plan};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

fn rehearse(plan: Plan<Ask<Mood>>) {
    let _ = plan.rehearse();
}

fn main() {}
