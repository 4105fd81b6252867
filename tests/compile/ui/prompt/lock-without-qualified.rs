use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", lock = "evidence/moods.lock")]
struct Find {
    text: String,
}

fn main() {}
