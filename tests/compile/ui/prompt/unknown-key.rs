use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", model = "gpt-6.1-terra")]
struct Find {
    text: String,
}

fn main() {}
