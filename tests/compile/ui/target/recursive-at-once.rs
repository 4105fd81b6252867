//! A type that contains itself with nothing on the way that may be missing.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "op", targets(gemini))]
enum Expr {
    Number { value: f64 },
    Not { of: Box<Expr> },
}

fn main() {}
