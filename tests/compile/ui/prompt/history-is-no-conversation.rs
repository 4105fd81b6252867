use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}")]
struct NoTurns {
    text: String,
    #[prompt(history)]
    before: Vec<String>,
}

fn main() {}
