use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, system = "You speak {language}.", user = "{text}")]
struct Find {
    text: String,
}

fn main() {}
