use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified("claude-haiku-4-5", "/claude-haiku-4-5", "anthropic/"))]
struct Find {
    text: String,
}

fn main() {}
