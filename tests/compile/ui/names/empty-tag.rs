//! A tag, a content key and a type without a name.

use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "", content = "data", name = "")]
enum Event {
    Opened { id: u8 },
}

#[derive(Contract)]
#[contract(tag = "kind", content = "")]
enum Other {
    Opened { id: u8 },
}

fn main() {}
