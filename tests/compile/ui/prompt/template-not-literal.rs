use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

const SYSTEM: &str = "You are kind.";

#[derive(Prompt)]
#[prompt(output = Mood, user = include_str!("mood.txt"), system = SYSTEM)]
struct Find {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user_file = concat!("a", ".txt"))]
struct Again {
    text: String,
}

fn main() {}
