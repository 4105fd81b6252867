//! More keys that may be missing than the vendor takes, over the whole graph.

use driftless::Contract;

#[derive(Contract)]
struct Half {
    #[contract(optional)]
    f0: Option<u8>,
    #[contract(optional)]
    f1: Option<u8>,
    #[contract(optional)]
    f2: Option<u8>,
    #[contract(optional)]
    f3: Option<u8>,
    #[contract(optional)]
    f4: Option<u8>,
    #[contract(optional)]
    f5: Option<u8>,
    #[contract(optional)]
    f6: Option<u8>,
    #[contract(optional)]
    f7: Option<u8>,
    #[contract(optional)]
    f8: Option<u8>,
    #[contract(optional)]
    f9: Option<u8>,
    #[contract(optional)]
    f10: Option<u8>,
    #[contract(optional)]
    f11: Option<u8>,
    #[contract(optional)]
    f12: Option<u8>,
}

#[derive(Contract)]
struct OtherHalf {
    #[contract(optional)]
    f0: Option<u8>,
    #[contract(optional)]
    f1: Option<u8>,
    #[contract(optional)]
    f2: Option<u8>,
    #[contract(optional)]
    f3: Option<u8>,
    #[contract(optional)]
    f4: Option<u8>,
    #[contract(optional)]
    f5: Option<u8>,
    #[contract(optional)]
    f6: Option<u8>,
    #[contract(optional)]
    f7: Option<u8>,
    #[contract(optional)]
    f8: Option<u8>,
    #[contract(optional)]
    f9: Option<u8>,
    #[contract(optional)]
    f10: Option<u8>,
    #[contract(optional)]
    f11: Option<u8>,
}

#[derive(Contract)]
#[contract(targets(anthropic))]
struct Whole {
    a: Half,
    b: OtherHalf,
}

fn main() {}
