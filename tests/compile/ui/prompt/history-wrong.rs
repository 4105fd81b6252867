use driftless::prompt::Turn;
use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text} {before}")]
struct Twice {
    text: String,
    #[prompt(history)]
    before: Vec<Turn>,
    #[prompt(history)]
    after: Vec<Turn>,
}

fn main() {}
