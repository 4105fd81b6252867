//! Typed prompt contracts.

pub mod dialect;
pub mod json;
pub mod provider;
pub mod shape;

mod contract;
mod decode;
mod drift;
mod failure;
mod fingerprint;
mod money;
mod pointer;
mod prompt;
mod schema;
mod secret;
mod served;
mod transport;
mod usage;

#[doc(hidden)]
pub mod __private;

pub use contract::{Contract, Untyped};
pub use decode::{decode, decode_slice};
pub use drift::{Drift, Violation, ViolationKind};
pub use driftless_macros::{Contract, Prompt};
pub use failure::FailureClass;
pub use fingerprint::Fingerprint;
pub use money::{AmountError, Price, Usd, usd};
pub use pointer::Pointer;
pub use prompt::{Ask, Example, Input, Prompt};
pub use secret::Secret;
pub use served::Served;
pub use usage::Usage;
