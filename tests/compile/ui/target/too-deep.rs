//! Eleven objects, one in another, where ten are taken.

use driftless::Contract;

#[derive(Contract)]
#[contract(targets(openai))]
struct L0 {
    next: L1,
}

#[derive(Contract)]
struct L1 {
    next: L2,
}

#[derive(Contract)]
struct L2 {
    next: L3,
}

#[derive(Contract)]
struct L3 {
    next: L4,
}

#[derive(Contract)]
struct L4 {
    next: L5,
}

#[derive(Contract)]
struct L5 {
    next: L6,
}

#[derive(Contract)]
struct L6 {
    next: L7,
}

#[derive(Contract)]
struct L7 {
    next: L8,
}

#[derive(Contract)]
struct L8 {
    next: L9,
}

#[derive(Contract)]
struct L9 {
    next: L10,
}

#[derive(Contract)]
struct L10 {
    next: L11,
}

#[derive(Contract)]
struct L11 {
    end: bool,
}

fn main() {}
