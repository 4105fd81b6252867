//! Macros that generated code calls to be asked by a data set, and to be found by a command line,
//! which this crate alone doesn't have.

/// Registers a contract: nothing looks for it without the `driftless` crate.
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_core_register_contract {
    ($contract:ty) => {};
}

/// Registers a prompt: nothing looks for it without the `driftless` crate.
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_core_register_prompt {
    ($prompt:ty; $($inputs:tt)*) => {};
}

/// Lets a prompt read its inputs from a data set.
#[cfg(feature = "qualify")]
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_prompt_inputs {
    ($($item:tt)*) => { $($item)* };
}

/// Nothing reads data sets.
#[cfg(not(feature = "qualify"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __driftless_prompt_inputs {
    ($($item:tt)*) => {};
}
