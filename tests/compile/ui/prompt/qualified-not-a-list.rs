use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified = "anthropic/claude-haiku-4-5")]
struct Find {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified(anthropic))]
struct Word {
    text: String,
}

fn main() {}
