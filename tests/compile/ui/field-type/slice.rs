//! Borrowed items, in a box and behind a reference.

use driftless::Contract;

#[derive(Contract)]
struct Order<'a> {
    items: Box<[String]>,
    tags: Option<&'a [u8]>,
    ends: Vec<(f64, u8)>,
    nothing: (),
}

fn main() {}
