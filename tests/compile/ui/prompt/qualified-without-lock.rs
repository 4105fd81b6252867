use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified("anthropic/claude-haiku-4-5"))]
struct Find {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", lock = "evidence/moods.lock", qualified("anthropic/claude-haiku-4-5", "openai/gpt-6.1-terra"))]
struct Other {
    text: String,
}

fn main() {}
