//! Items that generated code calls, beside those of `driftless-core`. Not part of the public
//! surface: it may change in any release.

mod lock;
mod register;

pub use driftless_core::__private::*;
pub use driftless_macros::include_lock;

#[cfg(feature = "cli")]
pub use crate::registry::Registered;
#[cfg(any(feature = "qualify", feature = "run"))]
pub use crate::registry::{ContractEntry, PromptEntry};
#[cfg(feature = "cli")]
pub use crate::rehearsal::{PlanEntry, plan_uses, rehearse_plan};
#[cfg(feature = "cli")]
pub use inventory;

#[doc(hidden)]
pub use crate::{
    __driftless_register_contract as register_contract, __driftless_register_plan as register_plan,
    __driftless_register_prompt as register_prompt,
};

use crate::plan::Plan;

/// Compiles only if `plan` is what [`rehearse!`](crate::rehearse) takes, whatever the features.
pub fn makes_a_plan<P, E>(plan: impl FnOnce() -> Result<Plan<P>, E>)
where
    P: crate::prompt::Prompt,
    P::Output: Send + 'static,
    E: std::fmt::Display,
{
    drop(plan);
}
