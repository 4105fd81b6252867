use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user_file = "prompts/nowhere.txt")]
struct Find {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", user_file = "prompts/again.txt")]
struct Twice {
    text: String,
}

fn main() {}
