//! Two types that contain one another, and no field says so: rustc's words, which `macros/attributes.md` explains.

use driftless::Contract;

#[derive(Contract)]
struct Folder {
    entries: Vec<Entry>,
}

#[derive(Contract)]
struct Entry {
    folder: Option<Box<Folder>>,
}

fn main() {}
