use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "Hello")]
enum Find {
    Quick,
    Slow,
}

fn main() {}
