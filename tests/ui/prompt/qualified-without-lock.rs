use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified("anthropic/claude-haiku-4-5"))]
struct FindMood {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified("anthropic/claude-haiku-4-5"), lock = "evidence/mood.lock")]
struct FindMoodElsewhere {
    text: String,
}

const LOCK: driftless::lock::Embedded = driftless::lock!();

fn main() {}
