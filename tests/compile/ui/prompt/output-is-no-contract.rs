use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = std::time::Instant, user = "{text}")]
struct Find {
    text: String,
}

fn main() {}
