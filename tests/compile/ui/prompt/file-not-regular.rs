//! A template in something that may never end.

use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user_file = "/dev/zero")]
struct Endless {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", qualified("openai/gpt-6.1-terra"), lock = "/dev/zero")]
struct Lock {
    text: String,
}

fn main() {}
