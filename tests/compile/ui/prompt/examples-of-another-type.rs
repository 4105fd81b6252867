use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text}", examples = numbers)]
struct Find {
    text: String,
}

#[derive(Contract)]
struct Count {
    number: u8,
}

fn numbers() -> Vec<driftless::prompt::Example<Count>> {
    Vec::new()
}

fn main() {}
