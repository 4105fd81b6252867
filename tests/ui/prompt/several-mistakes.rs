use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text} {tone}", system = "{mood", colour = "red")]
struct Find {
    text: String,
    length: u8,
}

fn main() {}
