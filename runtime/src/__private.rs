//! Items that generated code calls, beside those of `driftless-core`. Not part of the public surface:
//! it may change in any release.

mod lock;
mod register;

pub use driftless_core::__private::*;
pub use driftless_macros::include_lock;

#[cfg(feature = "cli")]
pub use crate::registry::Registered;
#[cfg(feature = "qualify")]
pub use crate::registry::{ContractEntry, PromptEntry};
#[cfg(feature = "rehearsal")]
pub use crate::rehearsal::{PlanEntry, rehearse_plan};
#[cfg(feature = "cli")]
pub use inventory;

#[doc(hidden)]
pub use crate::{
    __driftless_register_contract as register_contract,
    __driftless_register_prompt as register_prompt,
};
