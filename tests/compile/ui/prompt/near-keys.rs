//! Keys that are nearly right, and as other crates have them.

use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(ouput = Mood, usr = "{text}")]
struct Slips {
    text: String,
}

#[derive(Prompt)]
#[prompt(response = Mood, template = "{text}", instructions = "Be kind.", few_shot = shots)]
struct Elsewhere {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, system_prompt = "Be kind.", user_prompt = "{text}", model = "openai/gpt-6.1-terra", temperature = 0.2)]
struct Prompts {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "Judge {{text}}.")]
struct Mustache {
    text: String,
}

fn main() {}
