use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified())]
struct NoModel {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified("claude-haiku-4-5", "/", "anthropic/claude-haiku-4-5", "anthropic/claude-haiku-4-5"))]
struct NoVendor {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified = "anthropic/claude-haiku-4-5")]
struct NoList {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", lock = "contracts.lock")]
struct NoReader {
    text: String,
}

fn main() {}
