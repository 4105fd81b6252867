//! Vendors that are sent every type written out can't be sent one that contains itself; the others can.

use driftless::Contract;

#[derive(Contract)]
#[contract(targets(mistral, deepseek, qwen))]
struct Folder {
    name: String,
    folders: Vec<Folder>,
}

fn main() {}
