use driftless::{Contract, Prompt, prompt::Example};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = "Mood", user = "{text}", examples = "moods")]
struct Find {
    text: String,
}

fn moods() -> Vec<Example<Mood>> {
    Vec::new()
}

fn main() {}
