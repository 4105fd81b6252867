//! A prompt with checks of its own is kept while the models answer, on whatever thread.

use std::rc::Rc;

use driftless::{Contract, Prompt, Violation};

#[derive(Contract)]
struct Pick {
    id: String,
}

#[derive(Prompt)]
#[prompt(output = Pick, user = "{text}", ensure = known)]
struct Choose {
    text: String,
    ids: Rc<Vec<String>>,
}

fn known(prompt: &Choose, pick: &Pick) -> Result<(), Violation> {
    if prompt.ids.contains(&pick.id) {
        Ok(())
    } else {
        Err(Violation::new("a known id"))
    }
}

fn main() {}
