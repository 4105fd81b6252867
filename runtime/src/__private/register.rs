//! Macros that generated code calls to be found by the command line. Without the feature `cli` they
//! leave nothing behind.

/// Registers a contract.
#[cfg(feature = "cli")]
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_register_contract {
    ($contract:ty) => {
        $crate::__private::inventory::submit! {
            $crate::__private::Registered::Contract(
                $crate::__private::ContractEntry::of::<$contract>()
            )
        }
    };
}

/// Registers a prompt with the names and types of its inputs.
#[cfg(feature = "cli")]
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_register_prompt {
    ($prompt:ty; $(($name:literal, $ty:literal))*) => {
        $crate::__private::inventory::submit! {
            $crate::__private::Registered::Prompt(
                $crate::__private::PromptEntry::of::<$prompt>(
                    ::core::module_path!(),
                    &[$(($name, $ty)),*],
                )
            )
        }
    };
}

/// Nothing looks for contracts.
#[cfg(not(feature = "cli"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_register_contract {
    ($contract:ty) => {};
}

/// Nothing looks for prompts.
#[cfg(not(feature = "cli"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_register_prompt {
    ($prompt:ty; $($inputs:tt)*) => {};
}

/// Lets `contracts rehearse` and `contracts check` find a plan, by the function that makes it:
/// `fn() -> Result<Plan<…>, E>`, where `E` can be displayed.
///
/// Stands beside the function, outside of any other. No key needs to be right, and none needs to be
/// set. The macro is there in every configuration, and the function's type is always checked;
/// without the feature `cli` nothing looks for plans, and the macro adds nothing to the program.
///
/// ```
/// use driftless::provider::OpenAi;
/// use driftless::{Ask, BuildError, Contract, Plan};
///
/// #[derive(Contract)]
/// struct Mood { happy: bool }
///
/// fn mood_plan() -> Result<Plan<Ask<Mood>>, BuildError> {
///     Plan::primary(OpenAi::new("any key").model("gpt-6.1-terra")).build()
/// }
///
/// driftless::rehearse!(mood_plan);
/// ```
#[macro_export]
macro_rules! rehearse {
    ($plan:path) => {
        const _: fn() = || $crate::__private::makes_a_plan($plan);
        $crate::__private::register_plan! { $plan }
    };
}

/// Registers a plan by the function that makes it.
#[cfg(feature = "cli")]
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_register_plan {
    ($plan:path) => {
        $crate::__private::inventory::submit! {
            $crate::__private::PlanEntry::new(
                ::core::module_path!(),
                ::core::stringify!($plan),
                || $crate::__private::rehearse_plan($plan),
                || $crate::__private::plan_uses($plan),
            )
        }
    };
}

/// Nothing looks for plans.
#[cfg(not(feature = "cli"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_register_plan {
    ($plan:path) => {};
}
