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
