use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{#each text}{this}{/each}{#if name}{name}{/if}")]
struct Wrong {
    text: String,
    name: String,
}

fn main() {}
