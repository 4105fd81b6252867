//! Rules on a field that leads back: they are held to its type like all others.

use driftless::Contract;

#[derive(Contract)]
struct Folder {
    #[contract(recursive, range(1..=3))]
    inside: Option<Box<File>>,
    #[contract(recursive, length(1..))]
    first: Box<File>,
}

#[derive(Contract)]
struct File {
    #[contract(length(..=3))]
    folders: Vec<Folder>,
}

fn main() {}
