use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{text} {tone}", system = "{mood", colour = "red")]
struct Find {
    text: String,
    length: u8,
}

fn main() {
    // What uses the prompt stays quiet.
    let find = Find { text: String::new(), length: 0 };
    let _: driftless::prompt::Content = find.user();
}
