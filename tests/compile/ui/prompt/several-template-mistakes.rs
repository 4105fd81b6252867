use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text} {tone}", system = "You speak {language}.")]
struct Find {
    text: String,
    length: u8,
}

fn main() {}
