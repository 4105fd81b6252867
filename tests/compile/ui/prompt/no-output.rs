use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(user = "{text}")]
struct Find {
    text: String,
}

fn main() {}
