//! A plan that was never built.

use driftless::provider::OpenAi;
use driftless::{Ask, Contract, Plan};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

async fn ask() -> bool {
    let plan = Plan::<Ask<Mood>>::primary(OpenAi::new("key").model("gpt-6.1-terra"));
    plan.call(Ask::new("well?")).await.unwrap().value.happy
}

fn main() {}
