//! A path into a type that holds itself.

use driftless::{Contract, Prompt};

#[derive(Contract)]
struct Tree {
    name: String,
    children: Vec<Tree>,
}

#[derive(Prompt)]
#[prompt(output = Tree, user = "{mail}", choices(children.*.name = names))]
struct ReadTree {
    mail: String,
    names: Vec<String>,
}

fn main() {}
