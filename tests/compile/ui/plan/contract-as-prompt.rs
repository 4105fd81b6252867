//! A contract in the place of a prompt.

use driftless::provider::OpenAi;
use driftless::{Contract, Plan};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

fn main() {
    let _ = Plan::<Mood>::primary(OpenAi::new("key").model("gpt-6.1-terra"));
}
