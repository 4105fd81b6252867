//! One number, written in two ways.

#[derive(driftless::Contract)]
struct Choice {
    #[contract(one_of = [1, 2.5, 1.0])]
    factor: f64,
}

fn main() {}
