//! Braces of JSON and code in a template, which must be doubled.

use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = r#"Answer like {"name": "Ann"}. Text: {text}"#)]
struct Quoted {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text} p { color: red }")]
struct Style {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = r#"{text}
{"a": {"b": 1}}"#)]
struct Nested {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text} {
  \"a\": 1,
  \"b\": 2
}")]
struct Lines {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, system = r#"{"a":1}"#, user = "{text}")]
struct System {
    text: String,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text:>10.2}")]
struct Options {
    text: String,
}

fn main() {}
