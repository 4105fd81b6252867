//! The prompt whose evidence is asked for.

use driftless::{Contract, Prompt};

#[derive(Debug, Contract)]
pub(crate) struct Mood {
    #[allow(dead_code, reason = "only its shape counts here")]
    happy: bool,
}

#[derive(Debug, Prompt)]
#[prompt(output = Mood, user = "{text}")]
pub(crate) struct FindMood<'a> {
    pub(crate) text: &'a str,
}
