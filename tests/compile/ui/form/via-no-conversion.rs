//! A wire type that doesn't convert, and one that is no contract.

use driftless::Contract;

#[derive(Clone, Contract)]
#[contract(via = String)]
struct Code(u8);

struct Wire;

#[derive(Clone, Contract)]
#[contract(via = Wire)]
struct Other(u8);

impl TryFrom<Wire> for Other {
    type Error = String;

    fn try_from(_: Wire) -> Result<Self, String> {
        Ok(Self(0))
    }
}

impl From<Other> for Wire {
    fn from(_: Other) -> Self {
        Self
    }
}

fn main() {}
