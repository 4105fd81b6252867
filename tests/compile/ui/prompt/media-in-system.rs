use driftless::media::Image;
use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Total {
    cents: u32,
}

#[derive(Prompt)]
#[prompt(output = Total, system = "Compare with {sample}.", user = "{photo}")]
struct Read {
    sample: Image,
    photo: Image,
}

fn main() {}
