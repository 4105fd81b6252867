use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified("anthropic/claude-haiku-4-5", "anthropic/claude-haiku-4-5"))]
struct Find {
    text: String,
}

fn main() {}
