use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text} {tags}")]
struct Find {
    text: String,
    tags: Vec<String>,
}

fn main() {}
