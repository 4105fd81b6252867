//! Other things that only a built plan does.

use driftless::plan::{CallOptions, PlanBuilder};
use driftless::{Ask, Contract};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

fn ask(plan: PlanBuilder<Ask<Mood>>) {
    let _ = plan.describe();
}

fn with(plan: PlanBuilder<Ask<Mood>>) {
    let _ = plan.with(CallOptions::default());
}

fn stream(plan: PlanBuilder<Ask<Mood>>) {
    let _ = plan.stream(Ask::new("well?"));
}

fn rehearse(plan: PlanBuilder<Ask<Mood>>) {
    let _ = plan.rehearse();
}

fn main() {}
